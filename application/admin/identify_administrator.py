from dataclasses import dataclass
from datetime import datetime

from application.accounts.sessions import Authenticate
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator
from domain.errors import NotFound, Unauthenticated
from domain.ids import AdministratorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who asks, until when their token says so."""

    administrator: Administrator
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyAdministrator:
    """Say who holds an access token, with the role that they have now.

    Raises `Unauthenticated` unless the session is good and the account is there.
    """

    authenticate: Authenticate
    administrators: Administrators

    async def __call__(self, access_token: str) -> Identified:
        found = await self.authenticate(access_token)
        return Identified(
            administrator=await administrator_of(found.account, self.administrators),
            expires_at=found.expires_at,
        )


async def administrator_of(account: str, administrators: Administrators) -> Administrator:
    try:
        return await administrators.get(AdministratorId(account))
    except NotFound:
        raise Unauthenticated("this account is no more") from None
