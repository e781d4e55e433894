"""What every ledger, every store of its sums and every journal must do."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from application.ports.call_log import CallLog
from application.ports.journal import Journal, Journals
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.errors import Invalid, NotFound
from domain.ids import KeyId, RequestId, TeamId
from domain.transactions.batch import BookedRow, WriterId
from domain.transactions.call_filter import CallFilter
from domain.transactions.latencies import Latencies
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from domain.transactions.totals import Place, PlaceTotals, Totals
from domain.transactions.transaction import Attempt, Payer
from tests.builders import ADA, EVE, NOON, SEVEN, a_batch, a_transaction

Kill = Callable[[Journal], None]
HOUR = timedelta(hours=1)
TODAY, TOMORROW = date(2026, 1, 1), date(2026, 1, 2)
RATE = NanoUsd(1)
PRICE = Price(
    input=RATE,
    output=RATE,
    cache_read=RATE,
    cache_write_5m=RATE,
    cache_write_1h=RATE,
    source="test",
)
R1, R2, R3 = (a_transaction(name) for name in ("r1", "r2", "r3"))


class TransactionsContract:
    async def test_calls_are_recorded_once(self, transactions: Transactions) -> None:
        call = replace(R1, price=PRICE)

        assert list(await transactions.record(a_batch(call, R2))) == [call, R2]
        later = await transactions.record(a_batch(replace(call, cost=NanoUsd(9)), R3, number=2))

        assert list(later) == [R3]
        assert await transactions.get(call.id) == call

    async def test_a_batch_that_is_tried_again_has_the_same_rows(
        self, transactions: Transactions
    ) -> None:
        await transactions.record(a_batch(R1, R2))

        again = await transactions.record(a_batch(R1, R2, R3))

        assert {row.id for row in again} == {"r1", "r2", "r3"}

    async def test_of_many_records_at_once_one_counts(self, transactions: Transactions) -> None:
        batches = [a_batch(R1, writer=f"w{n}") for n in range(20)]

        outcomes = await asyncio.gather(*(transactions.record(batch) for batch in batches))

        assert sum(len(rows) for rows in outcomes) == 1

    async def test_a_batch_is_open_until_it_is_finished(self, transactions: Transactions) -> None:
        await transactions.record(a_batch(R1))
        await transactions.record(a_batch(R1, R2, number=2))
        await transactions.record(a_batch(R3, writer="v"))
        third, first, second = await transactions.open_batches()
        assert (first, third) == (a_batch(R1), a_batch(R3, writer="v"))
        assert second == a_batch(R2, number=2)

        await transactions.finish(first.id)
        await transactions.finish(first.id)

        assert list(await transactions.open_batches(WriterId("w"))) == [second]
        assert list(await transactions.open_batches(WriterId("nobody"))) == []

    async def test_a_call_keeps_who_was_asked_in_vain(self, transactions: Transactions) -> None:
        plain = a_transaction("r0")
        vain = Attempt(
            model="m",
            provider="p",
            upstream="u",
            error_kind="server",
            lasted_ms=3,
            usage=plain.usage,
            price=plain.price,
            cost=plain.cost,
        )
        call = replace(a_transaction("r1"), attempts=2, earlier=(vain,))

        await transactions.record(a_batch(call))

        assert await transactions.get(call.id) == call

    async def test_missing(self, transactions: Transactions) -> None:
        with pytest.raises(NotFound, match="no transaction 'nope'"):
            await transactions.get(RequestId("nope"))

    async def test_the_latest_come_first_also_over_midnight(
        self, transactions: Transactions
    ) -> None:
        calls = [
            a_transaction(name, at=NOON - HOUR * back)
            for name, back in (("r1", 30), ("r2", 14), ("r3", 1))
        ]
        await transactions.record(a_batch(*calls))

        assert [each.id for each in await transactions.latest(10)] == ["r3", "r2", "r1"]
        assert [each.id for each in await transactions.latest(2)] == ["r3", "r2"]

    async def test_a_day_has_all_its_rows_oldest_first(self, transactions: Transactions) -> None:
        assert await transactions.first_day() is None
        # Many of them share their moment: the id decides.
        calls = [a_transaction(f"r{n:02}", at=NOON + HOUR * (n % 2)) for n in range(40)]
        await transactions.record(a_batch(*reversed(calls)))
        await transactions.record(a_batch(a_transaction("late", at=NOON + HOUR * 12), number=2))

        rows = [row async for row in transactions.rows_of(TODAY)]

        oldest_first = sorted(calls, key=lambda call: (call.at, call.id))
        assert rows == [BookedRow(batch=a_batch().id, transaction=call) for call in oldest_first]
        assert [row.transaction.id async for row in transactions.rows_of(TOMORROW)] == ["late"]
        assert await transactions.first_day() == TODAY


class CallLogContract:
    """`transactions` are what `log` looks through."""

    async def test_pages_are_newest_first_and_miss_nothing(
        self, transactions: Transactions, log: CallLog
    ) -> None:
        calls = [a_transaction(f"r{n}", at=NOON + HOUR * (n // 2)) for n in range(5)]
        await transactions.record(a_batch(*calls))

        pages = [await log.find(CallFilter(), cursor=None, limit=2)]
        while pages[-1].next_cursor is not None:
            pages.append(await log.find(CallFilter(), cursor=pages[-1].next_cursor, limit=2))

        assert [each for page in pages for each in page.items] == calls[::-1]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (CallFilter(since=NOON + HOUR), ["r3", "r2"]),
            (CallFilter(until=NOON + HOUR), ["r1"]),
            (CallFilter(since=NOON + HOUR, until=NOON + HOUR * 2), ["r2"]),
            (CallFilter(model="other"), ["r2"]),
            (CallFilter(provider="p"), ["r3", "r2", "r1"]),
            (CallFilter(provider="q"), []),
            (CallFilter(user=ADA), ["r2", "r1"]),
            (CallFilter(team=TeamId("t1")), ["r3"]),
            (CallFilter(key=KeyId("k1")), ["r3"]),
            (CallFilter(outcome="error"), ["r2"]),
            (CallFilter(source="chat"), []),
            (CallFilter(streamed=False), ["r3"]),
            (CallFilter(user=ADA, outcome="ok", since=NOON), ["r1"]),
        ],
    )
    async def test_what_is_asked_for_is_found(
        self, transactions: Transactions, log: CallLog, wanted: CallFilter, found: list[str]
    ) -> None:
        by_key = Payer(team=TeamId("t1"), key=KeyId("k1"))
        third = a_transaction("r3", at=NOON + HOUR * 2)
        calls = [
            R1,
            a_transaction("r2", at=NOON + HOUR, model="other", outcome="error"),
            replace(third, payer=by_key, streamed=False),
        ]
        await transactions.record(a_batch(*calls))

        first = await log.find(wanted, cursor=None, limit=1)
        rest = await log.find(wanted, cursor=first.next_cursor, limit=9)

        more = rest.items if first.next_cursor is not None else ()
        assert [row.id for row in (*first.items, *more)] == found

    async def test_a_cursor_of_no_page_is_refused(self, log: CallLog) -> None:
        with pytest.raises(Invalid, match="this cursor came from no page"):
            await log.find(CallFilter(), cursor="nonsense", limit=2)


class UsageTotalsContract:
    async def test_calls_add_up_by_day_and_model(self, totals: UsageTotals) -> None:
        calls = [
            R1,
            a_transaction("r2", at=NOON + HOUR, outcome="error", cost=None),
            a_transaction("r3", model="other"),
            a_transaction("r4", at=NOON + HOUR * 12),
        ]

        await totals.add(a_batch().id, calls)

        rows = await totals.by_day(TODAY, TODAY)
        assert [(row.day, row.model, row.provider) for row in rows] == [
            (TODAY, "m", "p"),
            (TODAY, "other", "p"),
        ]
        assert rows[0].totals == Totals(
            requests=2,
            errors=1,
            input_tokens=10,
            cached_tokens=4,
            output_tokens=10,
            cost=SEVEN,
            latencies=Latencies.of([2]),
        )
        assert [row.day for row in await totals.by_day(TODAY, TOMORROW)] == [
            TODAY,
            TODAY,
            TOMORROW,
        ]

    async def test_calls_add_up_by_hour_model_and_payer(self, totals: UsageTotals) -> None:
        minutes = (0, 59, 60, 13 * 60)
        calls = [a_transaction(f"r{n}", at=NOON + timedelta(minutes=n)) for n in minutes]
        calls.append(a_transaction("other", model="other"))
        calls.append(a_transaction("eve", model="other", user=EVE, at=NOON + HOUR * 2))

        await totals.add(a_batch().id, calls)

        hours = sorted(await totals.by_hour(NOON), key=lambda row: (row.hour, row.model))
        assert [(row.hour, row.model, row.payer, row.totals.requests) for row in hours] == [
            (NOON, "m", Payer(user=ADA), 2),
            (NOON, "other", Payer(user=ADA), 1),
            (NOON + HOUR, "m", Payer(user=ADA), 1),
            (NOON + HOUR * 2, "other", Payer(user=EVE), 1),
            (NOON + HOUR * 13, "m", Payer(user=ADA), 1),
        ]
        assert [row.hour for row in await totals.by_hour(NOON + HOUR * 3)] == [NOON + HOUR * 13]

    async def test_calls_add_up_by_day_and_payer(self, totals: UsageTotals) -> None:
        by_key = Payer(team=TeamId("t1"), key=KeyId("k1"))
        calls = [
            R1,
            a_transaction("r2", model="other", at=NOON + HOUR),
            replace(a_transaction("r3", at=NOON + HOUR * 12), payer=by_key),
        ]

        await totals.add(a_batch().id, calls)

        rows = await totals.by_payer(TODAY, TOMORROW)
        assert [(row.day, row.payer, row.totals.cost) for row in rows] == [
            (TODAY, Payer(user=ADA), 14),
            (TOMORROW, by_key, 7),
        ]
        assert list(await totals.by_payer(TOMORROW, TOMORROW)) == [rows[1]]

    async def test_a_users_calls_add_up_by_day_model_and_key(self, totals: UsageTotals) -> None:
        hers = Payer(user=ADA, key=KeyId("k1"))
        calls = [
            R1,
            a_transaction("r2", at=NOON + HOUR),
            replace(a_transaction("r3"), payer=hers),
            replace(a_transaction("r4"), payer=Payer(user=EVE)),
            replace(a_transaction("r5"), payer=Payer(team=TeamId("t1"))),
            a_transaction("r6", at=NOON + HOUR * 12),
        ]
        await totals.add(a_batch().id, calls)

        rows = await totals.of_user(ADA, TODAY, TODAY)

        assert [(row.day, row.model, row.key) for row in rows] == [
            (TODAY, "m", None),
            (TODAY, "m", "k1"),
        ]
        assert [row.totals.requests for row in rows] == [2, 1]
        assert [row.totals.cost for row in rows] == [14, 7]
        assert [row.day for row in await totals.of_user(ADA, TOMORROW, TOMORROW)] == [TOMORROW]

    async def test_a_batch_is_added_once_however_often_it_is_tried(
        self, totals: UsageTotals
    ) -> None:
        other = a_transaction("r2", model="other")
        await totals.add(a_batch().id, [R1])
        await totals.add(a_batch().id, [R1, other])
        await totals.add(a_batch(number=2).id, [R3])

        await totals.add(a_batch().id, [R1, other])
        await totals.add(a_batch().id, [])

        rows = await totals.by_day(TODAY, TODAY)
        assert [(row.model, row.totals.requests) for row in rows] == [("m", 2), ("other", 1)]

    async def test_no_addition_is_lost_when_many_come_at_once(self, totals: UsageTotals) -> None:
        await asyncio.gather(
            *(totals.add(a_batch(writer=f"w{n}").id, [a_transaction(f"r{n}")]) for n in range(20))
        )

        (row,) = await totals.by_day(TODAY, TODAY)
        assert (row.totals.requests, row.totals.cost) == (20, 140)

    async def test_a_sum_knows_what_is_in_it(self, totals: UsageTotals) -> None:
        await totals.add(a_batch(number=3).id, [R1])
        await totals.add(a_batch(number=8, writer="v").id, [R2])

        (found,) = await totals.sums_of(TODAY)

        seen = {WriterId("w"): 3, WriterId("v"): 8}
        assert found == PlaceTotals(
            place=Place.of(R1), totals=Totals.of(R1) + Totals.of(R2), seen=seen
        )
        assert list(await totals.sums_of(TOMORROW)) == []

    async def test_shares_add_up_by_model_provider_payer_and_client(
        self, totals: UsageTotals
    ) -> None:
        codex = replace(R1, id=RequestId("r7"), client="Codex", latency_ms=900)
        later = replace(R1, id=RequestId("r8"), at=NOON + HOUR * 24)
        await totals.add(a_batch().id, [R1, codex, replace(codex, at=NOON + HOUR), later])

        shares = await totals.shares(TODAY, TODAY)

        found = {each.client: each.totals for each in shares}
        assert found == {"": Totals.of(R1), "Codex": Totals.of(codex) + Totals.of(codex)}
        assert {(each.model, each.provider, each.payer) for each in shares} == {
            (R1.model, R1.provider, R1.payer)
        }
        of_both = await totals.shares(TODAY, TOMORROW)
        assert sum((each.totals for each in of_both), Totals()).requests == 4

    async def test_a_sum_is_restated_unless_it_changed(self, totals: UsageTotals) -> None:
        await totals.add(a_batch().id, [R1])
        (old,) = await totals.sums_of(TODAY)
        new = replace(
            old,
            totals=Totals(requests=5, latencies=Latencies.of([7, 7, 90])),
            seen={WriterId("w"): 4},
        )
        assert not await totals.restate(new, old=None)

        assert await totals.restate(new, old=old)

        assert list(await totals.sums_of(TODAY)) == [new]
        await totals.add(a_batch(number=4).id, [R2])
        assert list(await totals.sums_of(TODAY)) == [new]
        await totals.add(a_batch(number=5).id, [R2])
        assert not await totals.restate(old, old=new)
        assert not await totals.remove(new)

    async def test_a_sum_is_stated_and_removed(self, totals: UsageTotals) -> None:
        new = PlaceTotals(place=Place.of(R1), totals=Totals(requests=5), seen={})
        assert await totals.restate(new, old=None)
        assert list(await totals.sums_of(TODAY)) == [new]
        assert [row.totals.requests for row in await totals.by_day(TODAY, TODAY)] == [5]

        assert await totals.remove(new)

        assert list(await totals.sums_of(TODAY)) == []


class JournalContract:
    async def test_it_says_how_many_calls_wait(self, journal: Journal) -> None:
        journal.draft(R1)
        for call in (R1, R2, R3):
            journal.close(call)
        before = journal.waiting
        await journal.ahead(2)
        await journal.done(2)

        assert (before, journal.waiting) == (3, 1)

    """`journal` has begun, `journals` are those of its machine; `kill` ends its process."""

    async def test_what_is_closed_is_ahead_until_it_is_done(self, journal: Journal) -> None:
        assert list(await journal.ahead(9)) == []
        journal.close(R1)
        journal.close(R2)
        assert list(await journal.ahead(1)) == [R1]
        journal.close(R3)
        assert list(await journal.ahead(9)) == [R1, R2, R3]

        await journal.done(2)

        assert list(await journal.ahead(9)) == [R3]
        await journal.done(1)
        assert list(await journal.ahead(9)) == []

    async def test_a_draft_is_not_ahead_while_its_process_lives(
        self, journal: Journal, journals: Journals
    ) -> None:
        journal.draft(R1)

        assert list(await journal.ahead(9)) == []
        assert await journals.claim() is None

    async def test_it_tells_when_there_is_something(self, journal: Journal) -> None:
        waiting = asyncio.ensure_future(journal.something())
        await asyncio.wait({waiting}, timeout=0)
        assert not waiting.done()

        journal.close(R1)

        await asyncio.wait_for(waiting, 1)
        await asyncio.wait_for(journal.something(), 1)
        await journal.done(len(await journal.ahead(9)))
        waiting = asyncio.ensure_future(journal.something())
        await asyncio.wait({waiting}, timeout=0)
        assert not waiting.done()
        waiting.cancel()

    async def test_much_more_than_a_memory_holds_comes_in_its_order(self, journal: Journal) -> None:
        calls = [a_transaction(f"r{n:03}") for n in range(300)]
        seen: list[object] = []
        for call in calls[:150]:
            journal.draft(call)
            journal.close(call)
        for call in calls[150:]:
            journal.draft(call)
            rows = await journal.ahead(3)
            seen += rows
            await journal.done(len(rows))
            journal.close(call)

        while rows := await journal.ahead(100):
            seen += rows
            await journal.done(len(rows))

        assert seen == calls

    async def test_what_the_dead_left_is_claimed_by_one_and_in_order(
        self, journal: Journal, journals: Journals, kill: Kill
    ) -> None:
        journal.draft(R1)
        journal.draft(replace(R2, outcome="recovered"))
        journal.close(R3)
        journal.draft(replace(R1, latency_ms=9))
        journal.close(R2)
        kill(journal)

        abandoned = await journals.claim()

        assert abandoned is not None
        assert abandoned.writer == journal.writer
        assert await journals.claim() is None
        assert list(await abandoned.ahead(2)) == [R3, R2]
        await abandoned.done(1)
        assert list(await abandoned.ahead(9)) == [R2, replace(R1, latency_ms=9)]
        await abandoned.done(2)
        assert list(await abandoned.ahead(9)) == []

    async def test_what_is_released_can_be_claimed_again_and_what_is_discarded_not(
        self, journal: Journal, journals: Journals, kill: Kill
    ) -> None:
        journal.close(R1)
        kill(journal)
        first = await journals.claim()
        assert first is not None
        await first.release()

        second = await journals.claim()

        assert second is not None
        assert list(await second.ahead(9)) == [R1]
        await second.discard()
        await second.release()
        assert await journals.claim() is None

    async def test_one_that_ends_with_nothing_left_is_gone(
        self, journal: Journal, journals: Journals
    ) -> None:
        journal.draft(R1)
        journal.close(R1)
        await journal.done(len(await journal.ahead(9)))

        await journal.end(keep=False)

        assert await journals.claim() is None

    @pytest.mark.parametrize("what", ["draft", "closed", "keep"])
    async def test_one_that_ends_with_something_left_can_be_claimed(
        self, journal: Journal, journals: Journals, what: str
    ) -> None:
        if what == "draft":
            journal.draft(R1)
        if what == "closed":
            journal.close(R1)

        await journal.end(keep=what == "keep")

        abandoned = await journals.claim()
        assert abandoned is not None
        assert list(await abandoned.ahead(9)) == ([] if what == "keep" else [R1])
        await abandoned.release()
