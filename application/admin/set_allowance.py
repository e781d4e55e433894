from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self, TypeAlias, assert_never

from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.accounts.team import Team
from domain.accounts.user import User
from domain.allowances.terms import Budget, Limits
from domain.errors import Conflict
from domain.ids import KeyId, TeamId, UserId

Subject = Literal["key", "user", "team"]
Allowed: TypeAlias = ApiKey | User | Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What whoever changes it has seen: else they would undo what they know nothing of.

    Not a version of the row: that counts also what has nothing to do with this.
    """

    limits: Limits
    budgets: tuple[Budget, ...]

    @classmethod
    def of(cls, allowed: Allowed) -> Self:
        return cls(limits=allowed.limits, budgets=allowed.budgets)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAllowance:
    """Say how much a key, a user or a team may use. Raises `NotFound`, `Invalid`."""

    keys: ApiKeys
    users: Users
    teams: Teams

    async def read(self, subject: Subject, id: str, *, by: Principal) -> Allowed:
        authorise(by, "look")
        return await self._get(subject, id)

    async def __call__(
        self,
        subject: Subject,
        id: str,
        *,
        limits: Limits,
        budgets: Sequence[Budget],
        by: Principal,
        before: Known | None = None,
    ) -> Allowed:
        """`Conflict` where what was known is not so any more."""
        authorise(by, "change_budgets")
        found = await self._get(subject, id)
        if before is not None and before != Known.of(found):
            raise Conflict("the limits and budgets were changed meanwhile")
        try:
            return await self._save(found.allowed(limits, budgets))
        except Conflict:
            return await self(subject, id, limits=limits, budgets=budgets, by=by, before=before)

    async def _get(self, subject: Subject, id: str) -> Allowed:
        match subject:
            case "key":
                return await self.keys.get(KeyId(id))
            case "user":
                return await self.users.get(UserId(id))
            case "team":
                return await self.teams.get(TeamId(id))
            case _:
                assert_never(subject)

    async def _save(self, changed: Allowed) -> Allowed:
        match changed:
            case ApiKey():
                return await self.keys.save(changed)
            case User():
                return await self.users.save(changed)
            case Team():
                return await self.teams.save(changed)
            case _:
                assert_never(changed)
