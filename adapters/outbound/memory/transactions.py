from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, date
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import newest_first
from application.ports.call_log import CallLog
from application.ports.transactions import Transactions
from domain.errors import NotFound
from domain.ids import RequestId
from domain.paging import Page
from domain.transactions.batch import Batch, BatchId, BookedRow, WriterId
from domain.transactions.call_filter import CallFilter
from domain.transactions.transaction import Transaction


@final
class MemoryTransactions(Transactions, CallLog):
    def __init__(self) -> None:
        self._by_id: dict[RequestId, BookedRow] = {}
        self._open: set[BatchId] = set()

    @override
    async def record(self, batch: Batch) -> Sequence[Transaction]:
        self._open.add(batch.id)
        for row in batch.rows:
            self._by_id.setdefault(row.id, BookedRow(batch=batch.id, transaction=row))
        return self._rows(batch.id)

    @override
    async def finish(self, id: BatchId) -> None:
        self._open.discard(id)

    @override
    async def open_batches(self, writer: WriterId | None = None) -> Sequence[Batch]:
        wanted = [each for each in self._open if writer in {None, each.writer}]
        return [
            Batch(id=each, rows=self._rows(each))
            for each in sorted(wanted, key=lambda each: (each.writer, each.number))
        ]

    @override
    async def get(self, id: RequestId) -> Transaction:
        try:
            return self._by_id[id].transaction
        except KeyError:
            raise NotFound(f"no transaction {id!r}") from None

    @override
    async def latest(self, limit: int) -> Sequence[Transaction]:
        return tuple(row.transaction for row in reversed(self._oldest_first()[-limit:]))

    @override
    async def find(
        self, wanted: CallFilter, *, cursor: str | None, limit: int
    ) -> Page[Transaction]:
        rows = [row.transaction for row in self._by_id.values()]
        return newest_first(
            [row for row in rows if wanted.fits(row)],
            key=lambda row: (row.at, row.id),
            cursor=cursor,
            limit=limit,
        )

    @override
    async def first_day(self) -> date | None:
        for row in self._oldest_first():
            return _day(row.transaction)
        return None

    @override
    async def rows_of(self, day: date) -> AsyncGenerator[BookedRow]:
        for row in self._oldest_first():
            if _day(row.transaction) == day:
                yield row

    def _oldest_first(self) -> list[BookedRow]:
        return sorted(
            self._by_id.values(), key=lambda row: (row.transaction.at, row.transaction.id)
        )

    def _rows(self, batch: BatchId) -> tuple[Transaction, ...]:
        return tuple(row.transaction for row in self._by_id.values() if row.batch == batch)


def _day(transaction: Transaction) -> date:
    return transaction.at.astimezone(UTC).date()
