from dataclasses import dataclass

from application.accounts.sessions import RefreshSession, SignedIn
from application.admin.identify_administrator import administrator_of
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshAdministrator:
    """Prolong a sign-in. Raises `Unauthenticated` also when the account is gone."""

    refresh_session: RefreshSession
    administrators: Administrators

    async def __call__(self, refresh_token: str) -> tuple[SignedIn, Administrator]:
        signed_in = await self.refresh_session(refresh_token)
        return signed_in, await self.administrator(signed_in)

    async def administrator(self, signed_in: SignedIn) -> Administrator:
        return await administrator_of(signed_in.account, self.administrators)
