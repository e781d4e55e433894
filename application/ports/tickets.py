from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.accounts.ticket import Ticket, TicketKind
from domain.ids import UserId


class Tickets(Protocol):
    """Links that work once. One that has ended is as one that never was."""

    @abstractmethod
    async def add(self, ticket: Ticket) -> None:
        """Store it, and forget those that ended before it was made.

        Raise `Conflict` when one with its id is there already.
        """

    @abstractmethod
    async def find(self, id: str, kind: TicketKind, *, at: datetime) -> Ticket:
        """Return it without using it. Raise `NotFound`."""

    @abstractmethod
    async def take(self, id: str, kind: TicketKind, *, at: datetime) -> Ticket:
        """Use it up: of many who take it at once one gets it. Raise `NotFound` to the others."""

    @abstractmethod
    async def of_kind(self, kind: TicketKind, *, at: datetime) -> Sequence[Ticket]:
        """Return those that are good, newest first."""

    @abstractmethod
    async def remove(self, id: str, kind: TicketKind) -> None:
        """Removing one that is not there is no error."""

    @abstractmethod
    async def remove_of(self, user: UserId, kind: TicketKind) -> None: ...
