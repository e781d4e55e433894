import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime

import pytest
from typing_extensions import override

from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from application.bookkeeping import Bookkeeper
from application.ports.call_feed import CallFeed
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.errors import Unavailable
from domain.ids import RequestId
from domain.transactions.totals import DayTotals, HourTotals
from domain.transactions.transaction import Transaction
from tests.builders import a_transaction

AT_ONCE = (0.0, 0.0, 0.0)
TODAY = date(2026, 1, 1)


class Away(Transactions, UsageTotals, CallFeed):
    """A store that is away for so many calls, then hands on; it counts what it was asked."""

    def __init__(self, times: int) -> None:
        self.transactions = MemoryTransactions()
        self.totals = MemoryUsageTotals()
        self.published: list[Transaction] = []
        self.left = times

    def _come_back(self) -> None:
        if self.left:
            self.left -= 1
            raise Unavailable("away")

    @override
    async def record(self, transaction: Transaction) -> bool:
        self._come_back()
        return await self.transactions.record(transaction)

    @override
    async def get(self, id: RequestId) -> Transaction:
        return await self.transactions.get(id)

    @override
    async def latest(self, limit: int) -> Sequence[Transaction]:
        return await self.transactions.latest(limit)

    @override
    async def add(self, transaction: Transaction) -> None:
        self._come_back()
        await self.totals.add(transaction)

    @override
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        return await self.totals.by_day(first, last)

    @override
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        return await self.totals.by_hour(since)

    @override
    async def active_users(self, day: date) -> int:
        return await self.totals.active_users(day)

    @override
    async def publish(self, transaction: Transaction) -> None:
        self._come_back()
        self.published.append(transaction)

    @override
    def listen(self) -> AsyncIterator[Transaction]:
        raise AssertionError("nobody listens here")


def a_bookkeeper(
    *, ledger: Away | None = None, totals: Away | None = None, feed: Away | None = None
) -> tuple[Bookkeeper, Away, Away, Away]:
    parts = (ledger or Away(0), totals or Away(0), feed or Away(0))
    bookkeeper = Bookkeeper(transactions=parts[0], totals=parts[1], feed=parts[2], pauses_s=AT_ONCE)
    return bookkeeper, *parts


async def requests_of(totals: Away) -> int:
    return sum(row.totals.requests for row in await totals.by_day(TODAY, TODAY))


async def test_a_call_is_recorded_summed_up_and_announced() -> None:
    bookkeeper, ledger, totals, feed = a_bookkeeper()
    call = a_transaction("r1", at=datetime(2026, 1, 1, 12, tzinfo=UTC))

    await bookkeeper.book(call, patience_s=5)

    assert await ledger.get(RequestId("r1")) == call
    assert await requests_of(totals) == 1
    assert feed.published == [call]


async def test_a_call_that_is_in_the_books_is_neither_summed_up_nor_announced_again() -> None:
    bookkeeper, _, totals, feed = a_bookkeeper()
    call = a_transaction("r1", at=datetime(2026, 1, 1, 12, tzinfo=UTC))

    await bookkeeper.book(call, patience_s=5)
    await bookkeeper.book(call, patience_s=5)

    assert await requests_of(totals) == 1
    assert feed.published == [call]


@pytest.mark.parametrize("away", [1, 2, 3])
async def test_a_ledger_that_comes_back_gets_the_call_once(away: int) -> None:
    bookkeeper, ledger, totals, feed = a_bookkeeper(ledger=Away(away))
    call = a_transaction("r1", at=datetime(2026, 1, 1, 12, tzinfo=UTC))

    await bookkeeper.book(call, patience_s=5)

    assert list(await ledger.latest(10)) == [call]
    assert await requests_of(totals) == 1
    assert feed.published == [call]


async def test_totals_that_come_back_are_added_though_the_call_was_recorded_before() -> None:
    bookkeeper, _, totals, feed = a_bookkeeper(totals=Away(2))
    call = a_transaction("r1", at=datetime(2026, 1, 1, 12, tzinfo=UTC))

    await bookkeeper.book(call, patience_s=5)

    assert await requests_of(totals) == 1
    assert feed.published == [call]


async def test_a_feed_that_is_away_does_not_hold_up_the_books() -> None:
    bookkeeper, ledger, totals, feed = a_bookkeeper(feed=Away(1))
    call = a_transaction("r1", at=datetime(2026, 1, 1, 12, tzinfo=UTC))

    await bookkeeper.book(call, patience_s=5)

    assert await ledger.get(RequestId("r1")) == call
    assert await requests_of(totals) == 1
    assert feed.published == []


async def test_a_booking_goes_on_after_patience_is_over_and_can_be_waited_for() -> None:
    bookkeeper, ledger, _, _ = a_bookkeeper(ledger=Away(2))
    call = a_transaction("r1")

    await bookkeeper.book(call, patience_s=0)
    assert not await ledger.latest(10)
    await bookkeeper.drain(patience_s=5)

    assert list(await ledger.latest(10)) == [call]


async def test_draining_with_nothing_open_returns_at_once() -> None:
    bookkeeper, _, _, _ = a_bookkeeper()

    await asyncio.wait_for(bookkeeper.drain(patience_s=3600), timeout=1)


async def test_a_caller_who_is_cancelled_takes_no_booking_along() -> None:
    bookkeeper, ledger, _, _ = a_bookkeeper()
    call = a_transaction("r1")

    caller = asyncio.ensure_future(bookkeeper.book(call, patience_s=5))
    await asyncio.wait({caller}, timeout=0)
    caller.cancel()
    await asyncio.wait({caller})
    await bookkeeper.drain(patience_s=5)

    assert list(await ledger.latest(10)) == [call]
