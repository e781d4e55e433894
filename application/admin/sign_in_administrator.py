import hashlib
from dataclasses import dataclass

from application.accounts.sessions import OpenSession, SignedIn
from application.ports.administrators import Administrators
from application.ports.passwords import Passwords
from application.ports.sign_in_attempts import SignInAttempts
from domain.accounts.administrator import Administrator
from domain.accounts.user import Email, email
from domain.errors import RateLimited, Unauthenticated


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAdministrator:
    """Check an address and a password and open a session.

    Nobody learns which addresses exist: unknown ones take the same time, earn the same delays
    and get the same words. A try counts before it is judged, so that many at once gain nothing.
    """

    administrators: Administrators
    passwords: Passwords
    attempts: SignInAttempts
    open_session: OpenSession

    async def __call__(
        self, address: str, password: str, *, place: str
    ) -> tuple[SignedIn, Administrator]:
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
        return await self.open_session(administrator.id), administrator


def _who(address: Email, place: str) -> str:
    """A digest, so that no store of counters holds addresses."""
    return hashlib.sha256(f"admin\n{address}\n{place}".encode()).hexdigest()
