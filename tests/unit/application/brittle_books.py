"""Books that fail at a chosen step: before it, in its middle, or after it but without a word."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, final

from typing_extensions import override

from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.errors import Invalid, Unavailable
from domain.ids import RequestId, UserId
from domain.transactions.batch import Batch, BatchId, BookedRow, WriterId
from domain.transactions.totals import (
    DayTotals,
    HourTotals,
    PayerTotals,
    PlaceTotals,
    Share,
    UserTotals,
)
from domain.transactions.transaction import Transaction

Moment = Literal["before", "within", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "within", "after")


class Died(BaseException):
    """The process is gone in the middle of its work."""


@final
@dataclass(kw_only=True)
class BrittleBooks(Transactions, UsageTotals):
    """`faults` are at the numbers of steps, counted from 1: recording, adding and finishing."""

    moment: Moment = "before"
    faults: frozenset[int] = frozenset()
    deadly: bool = False
    unstorable: frozenset[str] = frozenset()
    transactions: MemoryTransactions = field(default_factory=MemoryTransactions)
    totals: MemoryUsageTotals = field(default_factory=MemoryUsageTotals)
    steps: int = 0
    between: Callable[[], Awaitable[None]] | None = None
    """Happens once, before rows are read: what others do meanwhile."""

    def _step(self) -> bool:
        self.steps += 1
        return self.steps in self.faults

    def _fail(self) -> Exception:
        if self.deadly:
            raise Died
        return Unavailable("away")

    @override
    async def record(self, batch: Batch) -> Sequence[Transaction]:
        fails = self._step()
        if fails and self.moment == "before":
            raise self._fail()
        good = tuple(row for row in batch.rows if row.id not in self.unstorable)
        kept = good[: len(good) // 2] if fails and self.moment == "within" else good
        rows = await self.transactions.record(Batch(id=batch.id, rows=kept))
        if fails:
            raise self._fail()
        if good != batch.rows:
            raise Invalid("this cannot be kept")
        return rows

    @override
    async def add(self, batch: BatchId, rows: Sequence[Transaction]) -> None:
        fails = self._step()
        if fails and self.moment == "before":
            raise self._fail()
        one_place = [row for row in rows if row.model == rows[0].model]
        await self.totals.add(batch, one_place if fails and self.moment == "within" else rows)
        if fails:
            raise self._fail()

    @override
    async def finish(self, id: BatchId) -> None:
        fails = self._step()
        if not (fails and self.moment == "before"):
            await self.transactions.finish(id)
        if fails:
            raise self._fail()

    @override
    async def open_batches(self, writer: WriterId | None = None) -> Sequence[Batch]:
        return await self.transactions.open_batches(writer)

    @override
    async def get(self, id: RequestId) -> Transaction:
        return await self.transactions.get(id)

    @override
    async def latest(self, limit: int) -> Sequence[Transaction]:
        return await self.transactions.latest(limit)

    @override
    async def first_day(self) -> date | None:
        return await self.transactions.first_day()

    @override
    async def rows_of(self, day: date) -> AsyncIterator[BookedRow]:
        between, self.between = self.between, None
        if between is not None:
            await between()
        async for row in self.transactions.rows_of(day):
            yield row

    @override
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        return await self.totals.by_day(first, last)

    @override
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        return await self.totals.by_hour(since)

    @override
    async def by_payer(self, first: date, last: date) -> Sequence[PayerTotals]:
        return await self.totals.by_payer(first, last)

    @override
    async def shares(self, first: date, last: date) -> Sequence[Share]:
        return await self.totals.shares(first, last)

    @override
    async def of_user(self, user: UserId, first: date, last: date) -> Sequence[UserTotals]:
        return await self.totals.of_user(user, first, last)

    @override
    async def sums_of(self, day: date) -> Sequence[PlaceTotals]:
        return await self.totals.sums_of(day)

    @override
    async def restate(self, new: PlaceTotals, *, old: PlaceTotals | None) -> bool:
        return await self.totals.restate(new, old=old)

    @override
    async def remove(self, old: PlaceTotals) -> bool:
        return await self.totals.remove(old)
