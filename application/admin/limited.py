"""Everybody with a limit or a budget of their own."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from application.ports.limited_subjects import LimitedSubjects
from application.ports.teams import Teams
from domain.accounts.api_key import ApiKey
from domain.accounts.team import Team
from domain.accounts.user import User
from domain.allowances.terms import Limits, Terms
from domain.paging import LIMIT_MAX, Page

Limited: TypeAlias = ApiKey | User | Team
Row = TypeVar("Row", User, ApiKey)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimited:
    """All of them, page by page, however many there are."""

    limited: LimitedSubjects
    teams: Teams

    async def __call__(self) -> Sequence[Limited]:
        """Users, then keys that were not revoked, then teams."""
        users = await _all(lambda cursor: self.limited.users(cursor=cursor, limit=LIMIT_MAX))
        keys = await _all(lambda cursor: self.limited.keys(cursor=cursor, limit=LIMIT_MAX))
        teams = [each for each in await self.teams.all() if _is_limited(each)]
        return [*users, *keys, *teams]


def terms_of(limited: Limited) -> Terms:
    return Terms(subject=subject_of(limited), limits=limited.limits, budgets=limited.budgets)


def subject_of(limited: Limited) -> str:
    """Such as `user:ada`."""
    kind = "user" if isinstance(limited, User) else "team" if isinstance(limited, Team) else "key"
    return f"{kind}:{limited.id}"


async def _all(page: Callable[[str | None], Awaitable[Page[Row]]]) -> Sequence[Row]:
    rows: list[Row] = []
    cursor: str | None = None
    while True:
        found: Page[Row] = await page(cursor)
        rows += found.items
        cursor = found.next_cursor
        if cursor is None:
            return rows


def _is_limited(team: Team) -> bool:
    return team.budgets != () or team.limits != Limits()
