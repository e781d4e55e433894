from collections.abc import Sequence
from datetime import datetime
from typing import Final, final

from typing_extensions import override

from application.ports.tickets import Tickets
from domain.accounts.ticket import Ticket, TicketKind
from domain.errors import Conflict, NotFound
from domain.ids import UserId

_OVER: Final = "this link is over, or was used; ask for a new one"


@final
class MemoryTickets(Tickets):
    def __init__(self) -> None:
        self._by_id: dict[str, Ticket] = {}

    @override
    async def add(self, ticket: Ticket) -> None:
        good = [each for each in self._by_id.values() if each.is_good(at=ticket.created_at)]
        if any(each.id == ticket.id for each in good):
            raise Conflict("this link is there already")
        self._by_id = {each.id: each for each in (*good, ticket)}

    @override
    async def find(self, id: str, kind: TicketKind, *, at: datetime) -> Ticket:
        found = self._by_id.get(id)
        if found is None or found.kind != kind or not found.is_good(at=at):
            raise NotFound(_OVER)
        return found

    @override
    async def take(self, id: str, kind: TicketKind, *, at: datetime) -> Ticket:
        found = await self.find(id, kind, at=at)
        del self._by_id[id]
        return found

    @override
    async def of_kind(self, kind: TicketKind, *, at: datetime) -> Sequence[Ticket]:
        good = [each for each in self._by_id.values() if each.kind == kind and each.is_good(at=at)]
        return sorted(good, key=lambda each: (each.created_at, each.id), reverse=True)

    @override
    async def remove(self, id: str, kind: TicketKind) -> None:
        if id in self._by_id and self._by_id[id].kind == kind:
            del self._by_id[id]

    @override
    async def remove_of(self, user: UserId, kind: TicketKind) -> None:
        others = [e for e in self._by_id.values() if (e.user, e.kind) != (user, kind)]
        self._by_id = {each.id: each for each in others}
