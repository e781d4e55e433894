import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.memory.journal import MemoryJournal, MemoryJournals
from application.bookkeeping import Bookkeeper
from application.books import Books
from application.ports.call_feed import CallFeed
from domain.errors import Unavailable
from domain.transactions.totals import Totals
from domain.transactions.transaction import Transaction
from tests.books import AT_ONCE, BookkeepingDesk
from tests.builders import a_batch, a_transaction
from tests.unit.application.brittle_books import MOMENTS, BrittleBooks, Died, Moment

TODAY = date(2026, 1, 1)
CALLS = tuple(a_transaction(f"r{n}", model=f"m{n % 3}") for n in range(9))
STEPS = range(1, 7)
"""Two batches of three steps each."""


@final
@dataclass
class Heard(CallFeed):
    away: bool = False
    calls: list[Transaction] = field(default_factory=list[Transaction])

    @override
    async def publish(self, *transactions: Transaction) -> None:
        if self.away:
            raise Unavailable("away")
        self.calls += transactions

    @override
    def listen(self) -> AsyncIterator[Transaction]:
        raise AssertionError("nobody listens here")


def a_bookkeeper(
    store: BrittleBooks,
    journal: MemoryJournal,
    *,
    journals: MemoryJournals | None = None,
    feed: CallFeed | None = None,
) -> Bookkeeper:
    return Bookkeeper(
        journal=journal,
        journals=journals or MemoryJournals(),
        books=Books(transactions=store, totals=store, feed=feed or Heard()),
        pauses_s=AT_ONCE,
        claim_every_s=0.01,
    )


async def all_once(store: BrittleBooks, calls: Sequence[Transaction] = CALLS) -> bool:
    """Every call is in the ledger, the sums are those of the ledger, and nothing is open."""
    rows = await store.latest(99)
    sums = [row.totals for row in await store.by_day(TODAY, TODAY)]
    share = sum((Totals.of(row) for row in rows), Totals())
    return (
        {row.id for row in rows} == {call.id for call in calls}
        and sum(sums, Totals()) == share
        and not await store.open_batches()
    )


async def test_a_call_is_recorded_summed_up_and_announced() -> None:
    store, feed = BrittleBooks(), Heard()
    bookkeeper = a_bookkeeper(store, MemoryJournal(), feed=feed)
    bookkeeper.book(CALLS[0])

    await bookkeeper.carry()

    assert await all_once(store, CALLS[:1])
    assert feed.calls == [CALLS[0]]


async def test_the_minutes_hear_of_each_call_once_and_are_not_waited_for_when_away() -> None:
    heard: list[Transaction] = []

    async def hear(rows: Sequence[Transaction]) -> None:
        heard.extend(rows)
        raise Unavailable("away")

    store = BrittleBooks()
    books = Books(transactions=store, totals=store, feed=Heard(), minutes=hear)

    await books.write(a_batch(*CALLS))

    assert heard == list(CALLS)
    assert await all_once(store)


async def test_the_books_are_behind_while_calls_wait_for_them() -> None:
    now_s = [100.0]
    behind: list[int] = []

    async def look(rows: Sequence[Transaction]) -> None:
        del rows
        now_s[0] += 7
        behind.append(bookkeeper.behind_s())

    store = BrittleBooks()
    bookkeeper = Bookkeeper(
        journal=MemoryJournal(),
        journals=MemoryJournals(),
        books=Books(transactions=store, totals=store, feed=Heard(), minutes=look),
        stopwatch=lambda: now_s[0],
    )
    bookkeeper.book(CALLS[0])

    await bookkeeper.carry()

    assert (behind, bookkeeper.behind_s()) == ([7], 0)


async def test_a_call_that_is_in_the_books_is_neither_summed_up_nor_announced_again() -> None:
    store, feed = BrittleBooks(), Heard()
    bookkeeper = a_bookkeeper(store, MemoryJournal(), feed=feed)

    for _ in range(2):
        bookkeeper.book(CALLS[0])
        await bookkeeper.carry()

    assert await all_once(store, CALLS[:1])
    assert feed.calls == [CALLS[0]]


async def test_a_feed_that_is_away_does_not_hold_up_the_books() -> None:
    store = BrittleBooks()
    bookkeeper = a_bookkeeper(store, MemoryJournal(), feed=Heard(away=True))
    bookkeeper.book(CALLS[0])

    await bookkeeper.carry()

    assert await all_once(store, CALLS[:1])


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", STEPS)
async def test_books_that_fail_at_any_step_get_every_call_once(step: int, moment: Moment) -> None:
    faults = frozenset({step, step + 1, step + 2})
    store = BrittleBooks(moment=moment, faults=faults)
    bookkeeper = a_bookkeeper(store, MemoryJournal())

    await _carry_all(bookkeeper)

    assert await all_once(store)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", STEPS)
async def test_a_process_that_dies_at_any_step_leaves_every_call_to_the_next_one_once(
    step: int, moment: Moment
) -> None:
    store = BrittleBooks(moment=moment, faults=frozenset({step}), deadly=True)
    journal, journals = MemoryJournal("first"), MemoryJournals()
    dying = a_bookkeeper(store, journal)
    with pytest.raises(Died):
        await _carry_all(dying)
    for call in CALLS:
        journal.close(call)  # some for the second time: a client that asks again
    journals.abandoned.append(journal)

    await a_bookkeeper(store, MemoryJournal("second"), journals=journals).take_over()

    assert await all_once(store)
    assert not journals.abandoned


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", STEPS)
async def test_whoever_dies_while_taking_over_is_taken_over(step: int, moment: Moment) -> None:
    store = BrittleBooks(moment=moment, faults=frozenset({2, 2 + step}), deadly=True)
    first, second, journals = MemoryJournal("first"), MemoryJournal("second"), MemoryJournals()
    dying = a_bookkeeper(store, first)
    for call in CALLS:
        dying.book(call)
    with pytest.raises(Died):
        await dying.carry()
    journals.abandoned.append(first)
    with pytest.raises(Died):
        await _work(a_bookkeeper(store, second, journals=journals), STEPS)
    journals.abandoned.append(second)

    await a_bookkeeper(store, MemoryJournal("third"), journals=journals).take_over()

    new = [row for row in await store.latest(99) if row.id.startswith("n")]
    assert await all_once(store, [*CALLS, *new])
    assert not journals.abandoned


async def _carry_all(bookkeeper: Bookkeeper) -> None:
    for part in (CALLS[:5], CALLS[5:]):
        for call in part:
            bookkeeper.book(call)
        await bookkeeper.carry()


async def _work(bookkeeper: Bookkeeper, numbers: range) -> None:
    await bookkeeper.take_over()
    for number in numbers:
        bookkeeper.book(a_transaction(f"n{number}"))
        await bookkeeper.carry()


async def test_the_drafts_of_the_dead_are_booked_and_those_that_ended_are_not() -> None:
    desk, dead = BookkeepingDesk(), MemoryJournal("dead")
    dead.draft(a_transaction("open", outcome="recovered"))
    dead.draft(a_transaction("over", outcome="recovered"))
    dead.close(a_transaction("over"))
    desk.journals.abandoned.append(dead)

    await desk.bookkeeper.take_over()

    rows = await desk.transactions.latest(9)
    assert {(row.id, row.outcome) for row in rows} == {("open", "recovered"), ("over", "ok")}


async def test_a_row_that_cannot_be_stored_is_set_aside_and_keeps_no_other_out() -> None:
    store, journals = BrittleBooks(unstorable=frozenset({"r4"})), MemoryJournals()
    bookkeeper = a_bookkeeper(store, MemoryJournal(), journals=journals)
    for call in CALLS:
        bookkeeper.book(call)

    await bookkeeper.carry()

    assert journals.set_aside_rows == [CALLS[4]]
    assert await all_once(store, [call for call in CALLS if call.id != "r4"])


async def test_a_batch_that_was_cut_off_is_ended_before_the_next_one() -> None:
    store, journal = BrittleBooks(faults=frozenset({2}), deadly=True), MemoryJournal()
    bookkeeper = a_bookkeeper(store, journal)
    bookkeeper.book(CALLS[0])
    with pytest.raises(Died):
        await bookkeeper.carry()

    bookkeeper.book(CALLS[1])
    await bookkeeper.carry()

    assert await all_once(store, CALLS[:2])


async def test_what_comes_is_carried_while_it_runs_and_the_rest_at_the_end() -> None:
    desk = BookkeepingDesk()
    async with desk.bookkeeper.running(patience_s=5):
        running = asyncio.ensure_future(desk.bookkeeper.run())
        desk.bookkeeper.book(CALLS[0])
        async with asyncio.timeout(2):
            while not await desk.transactions.latest(9):  # noqa: ASYNC110 - polled
                await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait({running})
        desk.bookkeeper.book(CALLS[1])

    assert len(await desk.transactions.latest(9)) == 2


async def test_a_process_that_dies_beside_it_is_taken_over_while_it_runs() -> None:
    desk, dead = BookkeepingDesk(), MemoryJournal("dead")
    async with desk.bookkeeper.running(patience_s=5):
        running = asyncio.ensure_future(desk.bookkeeper.run())
        await asyncio.sleep(0)
        dead.close(CALLS[0])
        desk.journals.abandoned.append(dead)
        async with asyncio.timeout(2):
            while not await desk.transactions.latest(9):  # noqa: ASYNC110 - polled
                await asyncio.sleep(0.001)
        running.cancel()
        await asyncio.wait({running})


@pytest.mark.exhaustive
async def test_at_the_end_patience_with_books_that_are_away_is_limited() -> None:
    store, journal = BrittleBooks(faults=frozenset(range(10**6))), MemoryJournal()
    bookkeeper = a_bookkeeper(store, journal)

    async with bookkeeper.running(patience_s=0.01):
        bookkeeper.book(CALLS[0])

    assert journal.left() == [CALLS[0]]


async def test_live_views_hear_of_each_row_of_a_batch() -> None:
    feed, store = Heard(), BrittleBooks()

    await Books(transactions=store, totals=store, feed=feed).write(a_batch(*CALLS[:3]))

    assert feed.calls == list(CALLS[:3])
