"""Showing that one reads the mail of one's account."""

from dataclasses import dataclass

from application.accounts.errands import Errands
from application.accounts.letters import Letters
from application.ports.clock import Clock
from application.ports.ids import NewSecret
from application.ports.post import Post
from application.ports.sign_in_attempts import SignInAttempts
from application.ports.tickets import Tickets
from application.ports.users import Users
from domain.accounts.registration import Registration, Unverified
from domain.accounts.ticket import Ticket, ticket_digest
from domain.accounts.user import User
from domain.errors import Conflict, NotFound
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SendVerification:
    """Write to an account's address, unless it was written to too often."""

    tickets: Tickets
    post: Post
    letters: Letters
    attempts: SignInAttempts
    errands: Errands
    new_secret: NewSecret
    clock: Clock

    async def __call__(self, user: User) -> None:
        who = f"verification:{user.id}"
        if await self.attempts.wait_s(who) > 0:
            return
        await self.attempts.failed(who)
        self.errands.run(lambda: self._send(user))

    async def _send(self, user: User) -> None:
        text = self.new_secret()
        await self.tickets.add(Ticket.of_account(user, "verification", text=text, at=self.clock()))
        await self.post.send(self.letters.verification(user.email, text))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireVerified:
    """Raise `Unverified`, and write once more, where an address must be confirmed and is not."""

    registration: Registration
    send: SendVerification

    async def __call__(self, user: User) -> None:
        if self.registration.verify and user.verified_at is None:
            await self.send(user)
            raise Unverified("confirm your address first: a letter with a link is on its way")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyEmail:
    """Use a link up. Raises `NotFound` for one that is over."""

    users: Users
    tickets: Tickets
    clock: Clock

    async def __call__(self, text: str) -> UserId:
        ticket = await self.tickets.take(ticket_digest(text), "verification", at=self.clock())
        return await self._save(ticket)

    async def _save(self, ticket: Ticket) -> UserId:
        user = await self.users.get(ticket.user or UserId(""))
        if user.email != ticket.email:
            raise NotFound("this link is over, or was used; ask for a new one")
        try:
            await self.users.save(user.verified(at=self.clock()))
        except Conflict:
            return await self._save(ticket)
        return user.id
