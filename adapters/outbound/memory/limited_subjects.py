from collections.abc import Sequence
from typing import TypeVar, final

from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.rows import newest_first
from adapters.outbound.memory.users import MemoryUsers
from application.ports.limited_subjects import LimitedSubjects
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.allowances.terms import Limits
from domain.paging import Page


@final
class MemoryLimitedSubjects(LimitedSubjects):
    def __init__(self, *, users: MemoryUsers, keys: MemoryApiKeys) -> None:
        self._users = users
        self._keys = keys

    @override
    async def users(self, *, cursor: str | None, limit: int) -> Page[User]:
        found = [each for each in self._users.all() if _is_limited(each)]
        return _page(found, cursor, limit)

    @override
    async def keys(self, *, cursor: str | None, limit: int) -> Page[ApiKey]:
        good = [each for each in self._keys.all() if each.revoked_at is None]
        return _page([each for each in good if _is_limited(each)], cursor, limit)


Subject = TypeVar("Subject", User, ApiKey)


def _page(found: Sequence[Subject], cursor: str | None, limit: int) -> Page[Subject]:
    return newest_first(
        found, key=lambda each: (each.created_at, each.id), cursor=cursor, limit=limit
    )


def _is_limited(subject: User | ApiKey) -> bool:
    return subject.budgets != () or subject.limits != Limits()
