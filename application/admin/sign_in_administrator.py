import hashlib
from dataclasses import dataclass

from typing_extensions import override

from application.accounts.admit import Admit, Challenge
from application.accounts.second_factor import ProvePassword
from application.accounts.sessions import SignedIn
from application.ports.administrators import Administrators
from application.ports.passwords import Passwords
from application.ports.sign_in_attempts import SignInAttempts
from domain.accounts.administrator import Administrator
from domain.accounts.user import Email, email
from domain.errors import Forbidden, RateLimited, Unauthenticated
from domain.ids import AdministratorId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAdministrator:
    """Check an address and a password.

    Nobody learns which addresses exist: unknown ones take the same time, earn the same delays
    and get the same words. A try counts before it is judged, so that many at once gain nothing.
    """

    administrators: Administrators
    passwords: Passwords
    attempts: SignInAttempts

    async def __call__(self, address: str, password: str, *, place: str) -> Administrator:
        """`place` is where the request came from, such as the network of its IP address."""
        checked = email(address)
        who = _who(checked, place)
        wait_s = await self.attempts.wait_s(who)
        if wait_s:
            raise RateLimited(f"too many tries; wait {wait_s} seconds", retry_after_s=wait_s)
        await self.attempts.failed(who)
        administrator = await self.administrators.by_email(checked)
        known = administrator.password_hash if administrator else None
        if not await self.passwords.matches(password, known) or administrator is None:
            raise Unauthenticated("the e-mail address or the password is wrong")
        await self.attempts.clear(who)
        if not administrator.is_active:
            raise Forbidden("this account is disabled; ask a root of your team")
        return administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAdministrator:
    """Check an address and a password and open a session, or ask for a code first."""

    check: CheckAdministrator
    admit: Admit

    async def __call__(
        self, address: str, password: str, *, place: str
    ) -> tuple[SignedIn | Challenge, Administrator]:
        administrator = await self.check(address, password, place=place)
        return await self.admit(administrator.id), administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveAdministrator(ProvePassword):
    """A signed-in administrator shows that they know their password."""

    administrators: Administrators
    check: CheckAdministrator

    @override
    async def __call__(self, account: str, password: str, *, place: str) -> str:
        administrator = await self.administrators.get(AdministratorId(account))
        try:
            await self.check(administrator.email, password, place=place)
        except Unauthenticated:
            raise Forbidden("the password is wrong") from None
        return administrator.email


def _who(address: Email, place: str) -> str:
    """A digest, so that no store of counters holds addresses."""
    return hashlib.sha256(f"admin\n{address}\n{place}".encode()).hexdigest()
