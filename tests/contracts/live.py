"""What every store of what is going on now must do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from application.ports.call_feed import CallFeed
from application.ports.changes import Change, Changes
from application.ports.generation_log import (
    AnswerEnded,
    GenerationLog,
    LogEntry,
    PartGrew,
    PartsDropped,
    RunTold,
    ToolCalled,
)
from application.ports.leases import Leases
from application.ports.sessions import LiveSessions
from application.ports.sign_in_attempts import SignInAttempts
from application.ports.stop_signals import StopSignals
from domain.errors import Invalid
from domain.ids import GenerationId, SessionId
from domain.tools.run import ToolRun
from domain.tools.tool import Source
from domain.transactions.transaction import Transaction
from tests.builders import a_transaction
from tests.clock import FakeClock

HOUR = timedelta(hours=1)
S1, S2 = SessionId("s1"), SessionId("s2")
G1 = GenerationId("g1")
ENTRIES: tuple[LogEntry, ...] = (
    PartGrew(part=0, type="thinking", text="hm \u2028"),
    PartGrew(part=1, type="text", text="\U0001f600"),
    ToolCalled(part=2, id="call_1", name="sum", arguments='{"a":1}'),
    RunTold(
        part=2,
        run=ToolRun(
            id="call_1",
            name="sum",
            title="Sum",
            arguments='{"a":1}',
            round=1,
            state="done",
            output="1 \u2028",
            sources=(Source(title="a", url="https://example.com/a"),),
            lasted_ms=7,
        ),
    ),
    PartsDropped(part=1),
    AnswerEnded(),
)


class LiveSessionsContract:
    async def test_a_session_is_remembered_for_its_time(
        self, live: LiveSessions, clock: FakeClock
    ) -> None:
        await live.remember(S1, "ada", lasting=HOUR)
        assert await live.account_of(S1) == "ada"
        assert await live.account_of(S2) is None
        clock.advance(HOUR)
        assert await live.account_of(S1) is None

    async def test_remembering_again_starts_the_time_anew(
        self, live: LiveSessions, clock: FakeClock
    ) -> None:
        await live.remember(S1, "ada", lasting=HOUR)
        clock.advance(HOUR / 2)
        await live.remember(S1, "ada", lasting=HOUR)
        clock.advance(HOUR / 2)
        assert await live.account_of(S1) == "ada"

    async def test_forgotten_ones_are_gone(self, live: LiveSessions) -> None:
        await live.remember(S1, "ada", lasting=HOUR)
        await live.remember(S2, "eve", lasting=HOUR)
        await live.forget([S1, SessionId("nope")])
        await live.forget([])
        assert await live.account_of(S1) is None
        assert await live.account_of(S2) == "eve"


class SignInAttemptsContract:
    async def test_five_failures_are_free_of_delay_until_the_fifth(
        self, attempts: SignInAttempts
    ) -> None:
        waits: list[int] = []
        for _ in range(8):
            await attempts.failed("ada")
            waits.append(await attempts.wait_s("ada"))
        assert waits == [0, 0, 0, 0, 2, 4, 8, 16]
        assert await attempts.wait_s("eve") == 0

    async def test_the_delay_has_a_limit_and_passes(
        self, attempts: SignInAttempts, clock: FakeClock
    ) -> None:
        for _ in range(40):
            await attempts.failed("ada")
        assert await attempts.wait_s("ada") == 900
        clock.advance(timedelta(seconds=300))
        assert await attempts.wait_s("ada") == 600

    async def test_failures_fade_after_a_quiet_quarter_of_an_hour(
        self, attempts: SignInAttempts, clock: FakeClock
    ) -> None:
        for _ in range(6):
            await attempts.failed("ada")
        clock.advance(timedelta(minutes=15))
        assert await attempts.wait_s("ada") == 0
        await attempts.failed("ada")
        assert await attempts.wait_s("ada") == 0

    async def test_of_many_failures_at_once_each_counts(self, attempts: SignInAttempts) -> None:
        await asyncio.gather(*(attempts.failed("ada") for _ in range(8)))
        assert await attempts.wait_s("ada") == 16

    async def test_success_clears_the_count(self, attempts: SignInAttempts) -> None:
        for _ in range(6):
            await attempts.failed("ada")
        await attempts.clear("ada")
        assert await attempts.wait_s("ada") == 0


class GenerationLogContract:
    async def test_entries_come_back_exactly_and_in_order(self, log: GenerationLog) -> None:
        await log.append(G1, ENTRIES[:2])
        await log.append(G1, [])
        await log.append(G1, ENTRIES[2:])
        found = await log.read(G1, after=None, wait_s=0)
        assert tuple(each.entry for each in found) == ENTRIES
        assert len({each.cursor for each in found}) == len(ENTRIES)

    async def test_reading_goes_on_after_any_cursor(self, log: GenerationLog) -> None:
        await log.append(G1, ENTRIES)
        found = await log.read(G1, after=None, wait_s=0)
        for number, each in enumerate(found, start=1):
            rest = await log.read(G1, after=each.cursor, wait_s=0)
            assert tuple(one.entry for one in rest) == ENTRIES[number:]

    async def test_a_reader_wakes_at_the_next_entry(self, log: GenerationLog) -> None:
        reading = asyncio.ensure_future(log.read(G1, after=None, wait_s=30))
        await asyncio.wait({reading}, timeout=0.05)
        await log.append(G1, ENTRIES[:1])
        found = await asyncio.wait_for(reading, timeout=5)
        assert [each.entry for each in found] == [ENTRIES[0]]

    async def test_of_many_appends_at_once_none_is_lost(self, log: GenerationLog) -> None:
        words = [PartGrew(part=0, type="text", text=f"{n} ") for n in range(20)]
        await asyncio.gather(*(log.append(G1, [word]) for word in words))
        found = [each.entry for each in await log.read(G1, after=None, wait_s=0)]
        assert len(found) == 20
        assert all(word in found for word in words)

    async def test_a_long_log_is_read_in_batches(self, log: GenerationLog) -> None:
        await log.append(G1, ENTRIES[:1] * 1_001)
        first = await log.read(G1, after=None, wait_s=0)
        rest = await log.read(G1, after=first[-1].cursor, wait_s=0)
        assert (len(first), len(rest)) == (1_000, 1)

    async def test_logs_do_not_mix(self, log: GenerationLog) -> None:
        await log.append(G1, ENTRIES[:1])
        await log.append(GenerationId("g2"), ENTRIES[1:2])
        found = await log.read(G1, after=None, wait_s=0)
        assert [each.entry for each in found] == [ENTRIES[0]]

    async def test_an_unknown_log_is_empty(self, log: GenerationLog) -> None:
        assert list(await log.read(GenerationId("nope"), after=None, wait_s=0)) == []

    @pytest.mark.parametrize("cursor", ["", "nonsense", "-1", "1", "ä-0"])
    async def test_a_cursor_of_no_entry_is_refused(self, log: GenerationLog, cursor: str) -> None:
        with pytest.raises(Invalid):
            await log.read(G1, after=cursor, wait_s=0)

    async def test_a_fading_log_is_still_there(self, log: GenerationLog) -> None:
        await log.append(G1, ENTRIES[:1])
        await log.fade(G1)
        assert len(await log.read(G1, after=None, wait_s=0)) == 1


class StopSignalsContract:
    async def test_a_signal_reaches_who_waits(self, signals: StopSignals) -> None:
        waiting = asyncio.ensure_future(signals.wait(G1))
        await asyncio.wait({waiting}, timeout=0.05)
        assert not waiting.done()
        await signals.send(G1)
        await asyncio.wait_for(waiting, timeout=5)

    async def test_a_signal_is_kept_for_who_comes_later(self, signals: StopSignals) -> None:
        await signals.send(G1)
        await asyncio.wait_for(signals.wait(G1), timeout=5)

    async def test_a_signal_stops_nobody_else(self, signals: StopSignals) -> None:
        await signals.send(GenerationId("g2"))
        waiting = asyncio.ensure_future(signals.wait(G1))
        await asyncio.wait({waiting}, timeout=0.05)
        assert not waiting.done()
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting


class LeasesContract:
    async def test_a_lease_has_one_holder(self, leases: Leases) -> None:
        assert await leases.take("a", holder="w1", lasting=HOUR)
        assert not await leases.take("a", holder="w2", lasting=HOUR)
        assert await leases.take("a", holder="w1", lasting=HOUR)
        assert await leases.holder_of("a") == "w1"
        assert await leases.holder_of("b") is None

    async def test_of_many_takers_at_once_one_wins(self, leases: Leases) -> None:
        takings = (leases.take("a", holder=f"w{n}", lasting=HOUR) for n in range(20))
        assert sum(await asyncio.gather(*takings)) == 1

    async def test_only_its_holder_can_let_go(self, leases: Leases) -> None:
        await leases.take("a", holder="w1", lasting=HOUR)
        await leases.release("a", holder="w2")
        assert await leases.holder_of("a") == "w1"
        await leases.release("a", holder="w1")
        await leases.release("a", holder="w1")
        assert await leases.holder_of("a") is None
        assert await leases.take("a", holder="w2", lasting=HOUR)

    async def test_a_lease_that_is_not_prolonged_ends(
        self, leases: Leases, let_pass: Callable[[timedelta], Awaitable[None]]
    ) -> None:
        await leases.take("a", holder="w1", lasting=HOUR)
        await let_pass(HOUR / 2)
        await leases.take("a", holder="w1", lasting=HOUR)
        await let_pass(HOUR / 2)
        assert await leases.holder_of("a") == "w1"
        await let_pass(HOUR / 2)
        assert await leases.holder_of("a") is None
        assert await leases.take("a", holder="w2", lasting=HOUR)


class CallFeedContract:
    @pytest.fixture
    async def heard(self, feed: CallFeed) -> AsyncIterator[asyncio.Queue[Transaction]]:
        """What a listener hears, once it surely listens."""
        queue: asyncio.Queue[Transaction] = asyncio.Queue()

        async def listen() -> None:
            async for each in feed.listen():
                await queue.put(each)

        listening = asyncio.ensure_future(listen())
        while queue.empty():
            await feed.publish(a_transaction("are you there?"))
            await asyncio.wait({listening}, timeout=0.02)
        while not queue.empty():
            queue.get_nowait()
        yield queue
        listening.cancel()
        await asyncio.wait({listening})

    async def test_a_call_is_heard_exactly(
        self, feed: CallFeed, heard: asyncio.Queue[Transaction]
    ) -> None:
        await feed.publish(a_transaction("r1"))
        found = await asyncio.wait_for(heard.get(), timeout=5)
        while found.id == "are you there?":
            found = await asyncio.wait_for(heard.get(), timeout=5)
        assert found == a_transaction("r1")

    async def test_calls_are_heard_in_their_order(
        self, feed: CallFeed, heard: asyncio.Queue[Transaction]
    ) -> None:
        for n in range(5):
            await feed.publish(a_transaction(f"r{n}"))
        found: list[str] = []
        while len(found) < 5:
            call = await asyncio.wait_for(heard.get(), timeout=5)
            found += [call.id] if call.id != "are you there?" else []
        assert found == [f"r{n}" for n in range(5)]

    async def test_publishing_to_nobody_is_no_error(self, feed: CallFeed) -> None:
        await feed.publish(a_transaction("r1"))


class ChangesContract:
    @pytest.fixture
    async def heard(self, changes: Changes) -> AsyncIterator[asyncio.Queue[Change]]:
        """What a listener hears, once it surely listens."""
        queue: asyncio.Queue[Change] = asyncio.Queue()

        async def listen() -> None:
            async for each in changes.listen():
                if each.subject != _ANYBODY:
                    await queue.put(each)
                else:
                    there.set()

        there = asyncio.Event()
        listening = asyncio.ensure_future(listen())
        while not there.is_set():
            await changes.tell(Change(subject=_ANYBODY))
            await asyncio.wait({listening}, timeout=0.02)
        yield queue
        listening.cancel()
        await asyncio.wait({listening})

    async def test_changes_are_heard_exactly_and_in_their_order(
        self, changes: Changes, heard: asyncio.Queue[Change]
    ) -> None:
        told = [Change(subject="key:k 1 \u2028", ended=bool(n % 2)) for n in range(3)]
        for each in told:
            await changes.tell(each)

        assert [await asyncio.wait_for(heard.get(), timeout=5) for _ in told] == told

    async def test_telling_nobody_is_no_error(self, changes: Changes) -> None:
        await changes.tell(Change(subject="key:k1"))


_ANYBODY = "user:anybody"
