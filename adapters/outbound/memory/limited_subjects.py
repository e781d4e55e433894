from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.users import MemoryUsers
from application.ports.limited_subjects import LimitedSubjects
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.allowances.terms import Limits
from domain.paging import LIMIT_MAX


@final
class MemoryLimitedSubjects(LimitedSubjects):
    def __init__(self, *, users: MemoryUsers, keys: MemoryApiKeys) -> None:
        self._users = users
        self._keys = keys

    @override
    async def users(self, most: int) -> Sequence[User]:
        found = await self._users.search("", cursor=None, limit=LIMIT_MAX)
        return [each for each in found.items if _is_limited(each)][:most]

    @override
    async def keys(self, most: int) -> Sequence[ApiKey]:
        found = await self._keys.page(cursor=None, limit=LIMIT_MAX)
        good = [each for each in found.items if each.revoked_at is None]
        return [each for each in good if _is_limited(each)][:most]


def _is_limited(subject: User | ApiKey) -> bool:
    return subject.budgets != () or subject.limits != Limits()
