from dataclasses import dataclass
from datetime import datetime

from application.accounts.second_factor import ReadSecondFactor
from application.accounts.sessions import Authenticate
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator
from domain.accounts.second_factor import SecondFactorMissing
from domain.errors import NotFound, Unauthenticated
from domain.ids import AdministratorId, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who asks, until when their token says so."""

    administrator: Administrator
    expires_at: datetime
    session: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyAdministrator:
    """Say who holds an access token, with the role that they have now.

    Raises `Unauthenticated` unless the session is good and the account is there, and
    `SecondFactorMissing` where one is required and not set up, except while they do so.
    """

    authenticate: Authenticate
    administrators: Administrators
    factor_of: ReadSecondFactor
    is_factor_required: bool

    async def __call__(self, access_token: str, *, setting_up: bool = False) -> Identified:
        found = await self.authenticate(access_token)
        if not setting_up and await self.misses_factor(found.account):
            raise SecondFactorMissing("set up a second factor first: your account needs one")
        return Identified(
            administrator=await administrator_of(found.account, self.administrators),
            expires_at=found.expires_at,
            session=found.session,
        )

    async def misses_factor(self, account: str) -> bool:
        return self.is_factor_required and await self.factor_of(account) is None


async def administrator_of(account: str, administrators: Administrators) -> Administrator:
    try:
        found = await administrators.get(AdministratorId(account))
    except NotFound:
        raise Unauthenticated("this account is no more") from None
    if not found.is_active:
        raise Unauthenticated("this account is disabled")
    return found
