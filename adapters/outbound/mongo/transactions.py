from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.clock import Clock
from application.ports.transactions import Transactions
from domain.errors import Conflict, NotFound
from domain.ids import RequestId
from domain.transactions.transaction import Transaction

_TRANSACTION: Final = TypeAdapter(Transaction)
_DAYS_BACK: Final = 31


@final
class MongoTransactions(Transactions):
    """Insert only. The day (UTC) is stored beside the time, as the prefix of every list."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._collection = database["transactions"]
        self._clock = clock

    @override
    async def record(self, transaction: Transaction) -> bool:
        try:
            with mongo_errors():
                await self._collection.insert_one(_to_document(transaction))
        except Conflict:
            return False
        return True

    @override
    async def get(self, id: RequestId) -> Transaction:
        with mongo_errors():
            found = await self._collection.find_one({"_id": id})
        if found is None:
            raise NotFound(f"no transaction {id!r}")
        return _from_document(found)

    @override
    async def latest(self, limit: int) -> Sequence[Transaction]:
        """Day by day backwards, for at most a month."""
        today = self._clock()
        found: list[Document] = []
        for back in range(_DAYS_BACK):
            day = _day(today - timedelta(days=back))
            with mongo_errors():
                rows = self._collection.find({"day": day}).sort([("at", -1), ("_id", -1)])
                found += await rows.limit(limit).to_list(limit)
            if len(found) >= limit:
                break
        return tuple(_from_document(each) for each in found[:limit])


def _to_document(transaction: Transaction) -> Document:
    document: Document = _TRANSACTION.dump_python(transaction)
    document["_id"] = document.pop("id")
    return {**document, "day": _day(transaction.at)}


def _from_document(document: Document) -> Transaction:
    del document["day"]
    return _TRANSACTION.validate_python({"id": document.pop("_id"), **document})


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
