"""Passwords of administrators: their own, and what a root does for who lost theirs."""

from dataclasses import dataclass, field

from application.accounts.devices import RevokeOtherSessions
from application.admin.change_administrators import SignOutAdministrator
from application.admin.create_administrator import CreatedAdministrator
from application.admin.permissions import Principal, authorise
from application.admin.sign_in_administrator import ProveAdministrator
from application.ports.administrators import Administrators
from application.ports.ids import NewSecret
from application.ports.passwords import Passwords
from application.ports.second_factors import SecondFactors
from domain.accounts.credentials import check_new_password
from domain.ids import AdministratorId, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOwnPassword:
    """Replace one's own password, and sign the account out everywhere but here.

    Raises `Forbidden` for a wrong present one, `RateLimited` after too many of them, `Invalid`
    for a new one that cannot be.
    """

    administrators: Administrators
    passwords: Passwords
    common_passwords: frozenset[str] = field(repr=False)
    prove: ProveAdministrator
    revoke_others: RevokeOtherSessions

    async def __call__(
        self, id: AdministratorId, *, present: str, new: str, session: SessionId, place: str
    ) -> None:
        address = await self.prove(id, present, place=place)
        check_new_password(new, common=self.common_passwords, email=address)
        await self.administrators.set_password(id, await self.passwords.hash(new))
        await self.revoke_others(id, but=session)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreEntry:
    """Let somebody in again who lost their password or their second factor.

    They are signed out everywhere. Raises `NotFound` for nobody.
    """

    administrators: Administrators
    factors: SecondFactors
    passwords: Passwords
    new_secret: NewSecret
    sign_out: SignOutAdministrator

    async def by_new_password(self, id: AdministratorId, *, by: Principal) -> CreatedAdministrator:
        """One that is made up, and shown once."""
        authorise(by, "change_administrators")
        password = self.new_secret()
        known = await self.administrators.set_password(id, await self.passwords.hash(password))
        await self.sign_out(id)
        return CreatedAdministrator(administrator=known, password=password)

    async def without_second_factor(self, id: AdministratorId, *, by: Principal) -> None:
        """By their password alone, until they set one up anew."""
        authorise(by, "change_administrators")
        known = await self.administrators.get(id)
        await self.factors.remove(known.id)
        await self.sign_out(known.id)
