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
from domain.accounts.user import email
from domain.errors import Invalid


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
    """

    tickets: Tickets
    post: Post
    letters: Letters
    new_secret: NewSecret
    clock: Clock

    async def __call__(
        self, address: str | None, *, days: int, mailed: bool, by: Principal
    ) -> MadeInvitation:
        authorise(by, "change_users")
        if not 1 <= days <= INVITATION_DAYS_MAX:
            raise Invalid(f"an invitation lasts 1 to {INVITATION_DAYS_MAX} days")
        if mailed and address is None:
            raise Invalid("a letter needs an address")
        text, now = self.new_secret(), self.clock()
        ticket = Ticket(
            id=ticket_digest(text),
            kind="invitation",
            user=None,
            email=None if address is None else email(address),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        if mailed and ticket.email is not None:
            await self.post.send(self.letters.invitation(ticket.email, text))
        await self.tickets.add(ticket)
        return MadeInvitation(ticket=ticket, link=self.letters.link("register", text))


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
