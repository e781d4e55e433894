from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from application.accounts.letters import Letters
from application.admin.permissions import Principal, authorise
from application.ports.clock import Clock
from application.ports.ids import NewSecret
from application.ports.post import Post
from application.ports.tickets import Tickets
from domain.accounts.ticket import INVITATION_DAYS_MAX, Ticket, ticket_digest
from domain.accounts.user import Email, email
from domain.errors import Conflict, Invalid, Unavailable
from domain.repeats import Repeatable


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeInvitation:
    """`link` is shown once: who has it may register."""

    ticket: Ticket
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Make a link by which one person registers, whatever the policy; mail it if wished.

    Raises `Invalid` for what is no address, for a letter to nobody and for too long a time,
    `Unavailable` when the mail server takes no letter: then there is no invitation either.
    One that is asked for again, and that nobody has used or revoked, is the same, without
    another letter; `Conflict` where other words were said before.
    """

    tickets: Tickets
    post: Post
    letters: Letters
    pepper: bytes = field(repr=False)
    new_secret: NewSecret
    clock: Clock

    async def __call__(
        self,
        address: str | None,
        *,
        days: int,
        mailed: bool,
        by: Principal,
        repeatable: Repeatable | None = None,
    ) -> MadeInvitation:
        authorise(by, "change_users")
        if not 1 <= days <= INVITATION_DAYS_MAX:
            raise Invalid(f"an invitation lasts 1 to {INVITATION_DAYS_MAX} days")
        if mailed and address is None:
            raise Invalid("a letter needs an address")
        now = self.clock()
        text = self.new_secret() if repeatable is None else repeatable.text(pepper=self.pepper)
        ticket = Ticket(
            id=ticket_digest(text),
            kind="invitation",
            user=None,
            email=None if address is None else email(address),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        link = self.letters.link("register", text)
        try:
            await self.tickets.add(ticket)
        except Conflict:
            known = await self.tickets.find(ticket.id, "invitation", at=now)
            if (known.email, known.lasting) != (ticket.email, ticket.lasting):
                raise Conflict("this Idempotency-Key was used for another invitation") from None
            return MadeInvitation(ticket=known, link=link)
        if mailed and ticket.email is not None:
            await self._send(ticket, ticket.email, text)
        return MadeInvitation(ticket=ticket, link=link)

    async def _send(self, ticket: Ticket, to: Email, text: str) -> None:
        try:
            await self.post.send(self.letters.invitation(to, text))
        except Unavailable:
            await self.tickets.remove(ticket.id, "invitation")
            raise


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInvitations:
    """Those that nobody has used yet, newest first."""

    tickets: Tickets
    clock: Clock

    async def __call__(self, *, by: Principal) -> Sequence[Ticket]:
        authorise(by, "look")
        return await self.tickets.of_kind("invitation", at=self.clock())


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeInvitation:
    tickets: Tickets

    async def __call__(self, id: str, *, by: Principal) -> None:
        authorise(by, "change_users")
        await self.tickets.remove(id, "invitation")
