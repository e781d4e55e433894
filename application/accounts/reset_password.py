"""A new password for who forgot theirs, by a letter to the account's own address."""

import hashlib
from dataclasses import dataclass, field, replace

from application.accounts.errands import Errands
from application.accounts.letters import Letters
from application.accounts.sessions import EndAllSessions
from application.ports.clock import Clock
from application.ports.ids import NewSecret
from application.ports.passwords import Passwords
from application.ports.post import Post
from application.ports.sign_in_attempts import SignInAttempts
from application.ports.tickets import Tickets
from application.ports.users import Users
from domain.accounts.credentials import check_new_password
from domain.accounts.ticket import Ticket, ticket_digest
from domain.accounts.user import Email, User, email
from domain.errors import Conflict, NotFound, RateLimited
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForReset:
    """Send a link, if this address has an account that may sign in.

    Who asks learns nothing: the answer comes before anybody is looked for. Raises `Invalid` for
    what is no address, `RateLimited` after too many tries from one place. An address gets five
    letters, then ever fewer, whoever asks.
    """

    users: Users
    tickets: Tickets
    post: Post
    letters: Letters
    attempts: SignInAttempts
    errands: Errands
    new_secret: NewSecret
    clock: Clock

    async def __call__(self, address: str, *, place: str) -> None:
        checked = email(address)
        who = hashlib.sha256(f"reset\n{checked}".encode()).hexdigest()
        wait_s = await self.attempts.wait_s(f"{who}@{place}")
        if wait_s > 0:
            raise RateLimited(f"too many tries; wait {wait_s} seconds", retry_after_s=wait_s)
        await self.attempts.failed(f"{who}@{place}")
        if await self.attempts.wait_s(who) > 0:
            return
        await self.attempts.failed(who)
        self.errands.run(lambda: self._send(checked))

    async def _send(self, address: Email) -> None:
        user = await self.users.by_email(address)
        if user is None or not user.is_active:
            return
        text = self.new_secret()
        await self.tickets.remove_of(user.id, "reset")
        await self.tickets.add(Ticket.of_account(user, "reset", text=text, at=self.clock()))
        await self.post.send(self.letters.reset(user.email, text))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNewPassword:
    """Use a link up: set a password, and sign the account out everywhere.

    A second factor stays. Raises `NotFound` for a link that is over, `Invalid` for a password
    that cannot be, which leaves the link as it was.
    """

    users: Users
    tickets: Tickets
    passwords: Passwords
    common_passwords: frozenset[str] = field(repr=False)
    end_all_sessions: EndAllSessions
    clock: Clock

    async def __call__(self, text: str, *, password: str) -> UserId:
        digest, now = ticket_digest(text), self.clock()
        ticket = await self.tickets.find(digest, "reset", at=now)
        user = await self._user(ticket)
        check_new_password(password, common=self.common_passwords, email=user.email)
        hashed = await self.passwords.hash(password)
        await self.tickets.take(digest, "reset", at=now)
        await self._save(ticket, user, hashed)
        await self.end_all_sessions(user.id)
        return user.id

    async def _user(self, ticket: Ticket) -> User:
        """The address must still be the one that the letter went to."""
        user = await self.users.get(ticket.user or UserId(""))
        if user.email != ticket.email or not user.is_active:
            raise NotFound("this link is over, or was used; ask for a new one")
        return user

    async def _save(self, ticket: Ticket, user: User, hashed: str) -> None:
        verified = user.verified(at=self.clock())
        try:
            await self.users.save(replace(verified, password_hash=hashed))
        except Conflict:
            await self._save(ticket, await self._user(ticket), hashed)
