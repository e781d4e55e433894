from dataclasses import dataclass

from application.accounts.sessions import EndAllSessions
from application.admin.permissions import Principal, authorise
from application.ports.administrators import Administrators
from application.ports.second_factors import SecondFactors
from application.ports.users import Users
from domain.accounts.user import email
from domain.errors import NotFound
from domain.ids import AdministratorId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetSecondFactor:
    """Let somebody who lost theirs in by password alone. They are signed out everywhere."""

    users: Users
    factors: SecondFactors
    end_all_sessions: EndAllSessions

    async def __call__(self, id: UserId, *, by: Principal) -> None:
        authorise(by, "change_users")
        user = await self.users.get(id)
        await self.factors.remove(user.id)
        await self.end_all_sessions(user.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetAdministratorsSecondFactor:
    """The same for an administrator, whose id it returns. Raises `NotFound` for nobody."""

    administrators: Administrators
    factors: SecondFactors
    end_all_sessions: EndAllSessions

    async def __call__(self, address: str, *, by: Principal) -> AdministratorId:
        authorise(by, "change_administrators")
        administrator = await self.administrators.by_email(email(address))
        if administrator is None:
            raise NotFound(f"there is no administrator {address!r}")
        await self.factors.remove(administrator.id)
        await self.end_all_sessions(administrator.id)
        return administrator.id
