from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final, final

from pydantic import TypeAdapter
from pymongo.errors import BulkWriteError
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import duplicates, mongo_errors
from adapters.outbound.mongo.paging import newest_first
from application.ports.call_log import CallLog
from application.ports.clock import Clock
from application.ports.transactions import Transactions
from domain.errors import NotFound
from domain.ids import RequestId
from domain.llm.usage import Usage
from domain.paging import Page
from domain.transactions.batch import Batch, BatchId, BookedRow, WriterId
from domain.transactions.call_filter import CallFilter
from domain.transactions.price import Price
from domain.transactions.transaction import Payer, Transaction

_TRANSACTION: Final = TypeAdapter(Transaction)
_DAYS_BACK: Final = 31
_PAGE_ROWS: Final = 500
_OF_NOBODY: Final = BatchId(writer=WriterId(""), number=0)
"""Rows of a time before batches: every sum has them."""


@final
class MongoTransactions(Transactions, CallLog):
    """Insert only. The day (UTC) is stored beside the time, as the prefix of every list.

    `open_batches` has a document for each batch that is on its way, with the ids of its rows.
    """

    def __init__(self, database: Database, *, clock: Clock, page_rows: int = _PAGE_ROWS) -> None:
        self._rows = database["transactions"]
        self._open = database["open_batches"]
        self._clock = clock
        self._page_rows = page_rows

    @override
    async def record(self, batch: Batch) -> Sequence[Transaction]:
        note = {"writer": batch.id.writer, "number": batch.id.number}
        ids = [row.id for row in batch.rows]
        with mongo_errors():
            await self._open.update_one(
                {"_id": _name(batch.id)}, {"$setOnInsert": {**note, "ids": ids}}, upsert=True
            )
            try:
                documents = [_to_document(row, batch.id) for row in batch.rows]
                await self._rows.insert_many(documents, ordered=False)
            except BulkWriteError as error:
                duplicates(error)
                return await self._own(batch.id, ids)
        return batch.rows

    @override
    async def finish(self, id: BatchId) -> None:
        with mongo_errors():
            await self._open.delete_one({"_id": _name(id)})

    @override
    async def open_batches(self, writer: WriterId | None = None) -> Sequence[Batch]:
        with mongo_errors():
            notes = await self._open.find({} if writer is None else {"writer": writer}).to_list(
                None
            )
            notes.sort(key=lambda note: (note["writer"], note["number"]))
            return [await self._batch(note) for note in notes]

    @override
    async def get(self, id: RequestId) -> Transaction:
        with mongo_errors():
            found = await self._rows.find_one({"_id": id})
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
                rows = self._rows.find({"day": day}).sort([("at", -1), ("_id", -1)])
                found += await rows.limit(limit).to_list(limit)
            if len(found) >= limit:
                break
        return tuple(_from_document(each) for each in found[:limit])

    @override
    async def find(
        self, wanted: CallFilter, *, cursor: str | None, limit: int
    ) -> Page[Transaction]:
        return await newest_first(
            self._rows,
            _fitting(wanted),
            by="at",
            cursor=cursor,
            limit=limit,
            read_row=_from_document,
        )

    @override
    async def first_day(self) -> date | None:
        with mongo_errors():
            found = await self._rows.find({}, {"day": 1}).sort([("day", 1)]).limit(1).to_list(1)
        return date.fromisoformat(found[0]["day"]) if found else None

    @override
    async def rows_of(self, day: date) -> AsyncGenerator[BookedRow]:
        after: Document = {}
        while True:
            with mongo_errors():
                rows = self._rows.find({"day": day.isoformat(), **after})
                page = await rows.sort([("at", 1), ("_id", 1)]).limit(self._page_rows).to_list(None)
            if not page:
                return
            last = page[-1]
            after = {
                "$or": [
                    {"at": {"$gt": last["at"]}},
                    {"at": last["at"], "_id": {"$gt": last["_id"]}},
                ]
            }
            for each in page:
                yield BookedRow(batch=_batch(each), transaction=_from_document(each))

    async def _batch(self, note: Document) -> Batch:
        batch = BatchId(writer=WriterId(note["writer"]), number=note["number"])
        return Batch(id=batch, rows=await self._own(batch, note["ids"]))

    async def _own(self, batch: BatchId, ids: Sequence[str]) -> tuple[Transaction, ...]:
        found = await self._rows.find({"_id": {"$in": list(ids)}}).to_list(None)
        return tuple(_from_document(each) for each in found if _batch(each) == batch)


def _fitting(wanted: CallFilter) -> Document:
    asked = {
        "model": wanted.model,
        "provider": wanted.provider,
        "payer.user": wanted.user,
        "payer.team": wanted.team,
        "payer.key": wanted.key,
        "outcome": wanted.outcome,
        "source": wanted.source,
        "streamed": wanted.streamed,
        "client": wanted.client,
    }
    between = {"$gte": wanted.since, "$lt": wanted.until}
    time = {name: moment for name, moment in between.items() if moment is not None}
    fitting: Document = {name: {"$eq": each} for name, each in asked.items() if each is not None}
    return {**fitting, "$and": [{"at": time}]} if time else fitting


_NAMES: Final = tuple(field.name for field in fields(Transaction))
_PAYER_NAMES: Final = tuple(field.name for field in fields(Payer))
_USAGE_NAMES: Final = tuple(field.name for field in fields(Usage))
_VALUES: Final = attrgetter(*_NAMES)
_PAYER_VALUES: Final = attrgetter(*_PAYER_NAMES)
_USAGE_VALUES: Final = attrgetter(*_USAGE_NAMES)


def _to_document(transaction: Transaction, batch: BatchId) -> Document:
    document: Document = dict(zip(_NAMES, _VALUES(transaction), strict=True))
    price = transaction.price
    document |= {
        "_id": document.pop("id"),
        "payer": dict(zip(_PAYER_NAMES, _PAYER_VALUES(transaction.payer), strict=True)),
        "usage": dict(zip(_USAGE_NAMES, _USAGE_VALUES(transaction.usage), strict=True)),
        "price": None if price is None else _price_document(price),
        "earlier": [asdict(each) for each in transaction.earlier],
        "day": _day(transaction.at),
        "batch": {"writer": batch.writer, "number": batch.number},
    }
    return document


@lru_cache(maxsize=512)
def _price_document(price: Price) -> Document:
    """Nearly all calls have one of a few; nobody changes it."""
    return asdict(price)


def _from_document(document: Document) -> Transaction:
    fields = {name: value for name, value in document.items() if name not in _BESIDE}
    return _TRANSACTION.validate_python({"id": document["_id"], **fields})


_BESIDE: Final = frozenset({"_id", "day", "batch"})


def _batch(document: Document) -> BatchId:
    found: Document | None = document.get("batch")
    if found is None:
        return _OF_NOBODY
    return BatchId(writer=WriterId(found["writer"]), number=found["number"])


def _name(id: BatchId) -> str:
    return f"{id.writer}/{id.number}"


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
