from collections.abc import Sequence
from datetime import datetime
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.tickets import Tickets
from domain.accounts.ticket import Ticket, TicketKind
from domain.errors import NotFound
from domain.ids import UserId

_TICKET: Final = TypeAdapter(Ticket)
_OVER: Final = "this link is over, or was used; ask for a new one"


@final
class MongoTickets(Tickets):
    """One document a ticket. Whoever deletes it has used it."""

    def __init__(self, database: Database) -> None:
        self._collection = database["tickets"]

    @override
    async def add(self, ticket: Ticket) -> None:
        document: Document = _TICKET.dump_python(ticket)
        document["_id"] = document.pop("id")
        with mongo_errors(taken="this link is there already"):
            await self._collection.delete_many({"expires_at": {"$lte": ticket.created_at}})
            await self._collection.insert_one(document)

    @override
    async def find(self, id: str, kind: TicketKind, *, at: datetime) -> Ticket:
        with mongo_errors():
            found = await self._collection.find_one({"_id": {"$eq": id}, "kind": {"$eq": kind}})
        if found is None:
            raise NotFound(_OVER)
        ticket = _from_document(found)
        if not ticket.is_good(at=at):
            raise NotFound(_OVER)
        return ticket

    @override
    async def take(self, id: str, kind: TicketKind, *, at: datetime) -> Ticket:
        ticket = await self.find(id, kind, at=at)
        with mongo_errors():
            outcome = await self._collection.delete_one({"_id": {"$eq": id}})
        if outcome.deleted_count == 0:
            raise NotFound(_OVER)
        return ticket

    @override
    async def of_kind(self, kind: TicketKind, *, at: datetime) -> Sequence[Ticket]:
        good = {"kind": {"$eq": kind}, "expires_at": {"$gt": at}}
        with mongo_errors():
            rows = self._collection.find(good).sort([("created_at", -1), ("_id", -1)])
            return [_from_document(each) for each in await rows.to_list(None)]

    @override
    async def remove(self, id: str, kind: TicketKind) -> None:
        with mongo_errors():
            await self._collection.delete_one({"_id": {"$eq": id}, "kind": {"$eq": kind}})

    @override
    async def remove_of(self, user: UserId, kind: TicketKind) -> None:
        with mongo_errors():
            await self._collection.delete_many({"user": {"$eq": user}, "kind": {"$eq": kind}})


def _from_document(document: Document) -> Ticket:
    return _TICKET.validate_python({"id": document.pop("_id"), **document})
