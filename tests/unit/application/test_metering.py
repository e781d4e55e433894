import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from application.allowing import Allowing
from application.asking import asked_of
from application.call_record import Call
from application.metering import Metering
from application.ports.language_models import LanguageModel, LanguageModels
from application.routing.routing import Asked, AskedWhole
from domain.accounts.access import Grants
from domain.allowances.terms import Budget, Limits, Terms
from domain.catalog.models import Model
from domain.errors import Forbidden, Invalid, PaymentRequired, Unavailable
from domain.formats.passing import Passed, Piece, Refused
from domain.ids import RequestId, UserId
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Sent,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Dropped, Prompt, Text, Turn
from domain.llm.reply import Reply
from domain.llm.service_tier import ServiceTier
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.price import MediaRates, Price, TierRates
from domain.transactions.transaction import Payer, Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.clock import FakeClock
from tests.routing import routing

PRICE = Price(
    input=NanoUsd(3_000_000_000),
    output=NanoUsd(15_000_000_000),
    cache_read=NanoUsd(300_000_000),
    cache_write_5m=NanoUsd(3_750_000_000),
    cache_write_1h=NanoUsd(6_000_000_000),
    source="test",
)
MODEL = Model(
    name="public",
    label="Public",
    provider="acme",
    kind="openai",
    upstream="upstream-1",
    price=PRICE,
)
PROMPT = Prompt(turns=(Turn(role="user", parts=(Text(text="a" * 33),)),))
CALL = Call(
    request=RequestId("r1"),
    source="relay",
    payer=Payer(user=UserId("ada")),
    model=MODEL,
    prompt=PROMPT,
    streamed=True,
)
USAGE = Usage(input_uncached=10, cache_read=20, cache_write_5m=2, cache_write_1h=1, output=5)
ANSWER: tuple[StreamEvent, ...] = (
    Started(id="u1", model="upstream-1"),
    TextOpened(0),
    TextDelta(0, "hello"),
    BlockClosed(0),
    UsageReported(USAGE),
    Finished(reason="end"),
)


@dataclass
class Playing(LanguageModel, LanguageModels):
    """Says what it was told to; `watch` ticks before each event; it knows when it was closed."""

    events: Sequence[StreamEvent]
    watch: "Watch"
    closed: bool = False
    asked: list[tuple[Prompt, RequestId]] = field(default_factory=list[tuple[Prompt, RequestId]])

    @override
    def of(self, model: Model) -> LanguageModel:
        return self

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        self.asked.append((prompt, request))
        try:
            for event in self.events:
                self.watch.now_s += 0.1
                yield (event,)
        finally:
            self.closed = True


@dataclass
class Watch:
    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Counter:
    """A metering on memory, and all that it touches."""

    model: Playing
    books: BookkeepingDesk
    metering: Metering
    clock: FakeClock
    allowing: Allowing

    async def rows(self) -> Sequence[Transaction]:
        await self.books.bookkeeper.carry()
        return await self.books.transactions.latest(10)

    async def only_row(self) -> Transaction:
        (row,) = await self.rows()
        return row


def a_counter(events: Sequence[StreamEvent] = ANSWER, *, access: Granted | None = None) -> Counter:
    books, clock, watch = BookkeepingDesk(), FakeClock(), Watch()
    allowances = allowing(clock)
    model = Playing(events, watch)
    metering = Metering(
        routing=routing(),
        models=model,
        access=access or Granted(),
        allowing=allowances,
        bookkeeper=books.bookkeeper,
        clock=clock,
        stopwatch=watch,
    )
    return Counter(model=model, books=books, metering=metering, clock=clock, allowing=allowances)


async def listen(counter: Counter, call: Call = CALL) -> list[StreamEvent]:
    async with counter.metering.open(call) as stream:
        return [event async for event in stream]


async def test_events_come_through_unchanged_and_the_call_is_booked() -> None:
    counter = a_counter()

    heard = await listen(counter)

    assert heard == list(ANSWER)
    assert counter.model.asked == [(PROMPT, "r1")]
    assert await counter.only_row() == Transaction(
        id=RequestId("r1"),
        at=counter.clock(),
        source="relay",
        payer=Payer(user=UserId("ada")),
        model="public",
        provider="acme",
        upstream="upstream-1",
        outcome="ok",
        error_kind=None,
        usage=USAGE,
        price=PRICE,
        # 10 * 3000 + 20 * 300 + 2 * 3750 + 1 * 6000 + 5 * 15000 nano-USD
        cost=NanoUsd(30_000 + 6_000 + 7_500 + 6_000 + 75_000),
        streamed=True,
        first_token_ms=300,
        latency_ms=600,
    )


async def test_the_transaction_is_on_the_stream_afterwards() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        assert stream.transaction is None
        _ = [event async for event in stream]

    assert stream.transaction == await counter.only_row()


async def test_a_model_that_may_be_used_without_a_price_costs_an_unknown_amount() -> None:
    counter = a_counter()
    unpriced = replace(CALL, model=replace(MODEL, price=None, unpriced_allowed=True))

    await listen(counter, unpriced)

    row = await counter.only_row()
    assert (row.cost, row.price, row.usage) == (None, None, USAGE)


async def test_a_failure_before_the_first_word_took_nothing() -> None:
    failed = Failed(Failure(kind="rate_limited", message="slow down"))
    counter = a_counter((failed,))

    assert await listen(counter) == [failed]

    row = await counter.only_row()
    assert (row.outcome, row.error_kind) == ("error", "rate_limited")
    assert (row.usage, row.cost) == (Usage(), 0)
    assert row.first_token_ms is None


async def test_a_cut_answer_is_booked_with_what_was_said_by_our_own_count() -> None:
    counter = a_counter((*ANSWER[:3], Failed(Failure(kind="cut", message="cut"))))

    await listen(counter)

    row = await counter.only_row()
    assert (row.outcome, row.error_kind) == ("error", "cut")
    # 33 bytes / 3.3 + 4 for the turn; 5 bytes / 3.3, rounded up
    assert row.usage == Usage(input_uncached=14, output=2, estimated=True)


async def test_the_vendors_own_count_wins_over_ours() -> None:
    counter = a_counter(
        (*ANSWER[:3], UsageReported(USAGE), Failed(Failure(kind="cut", message="cut")))
    )

    await listen(counter)

    assert (await counter.only_row()).usage == USAGE


async def test_an_early_count_of_the_input_is_completed_by_ours_for_the_output() -> None:
    early = Usage(input_uncached=10, cache_read=20)
    counter = a_counter(
        (
            ANSWER[0],
            UsageReported(early),
            *ANSWER[1:3],
            Failed(Failure(kind="cut", message="cut")),
        )
    )

    await listen(counter)

    assert (await counter.only_row()).usage == Usage(
        input_uncached=10, cache_read=20, output=2, estimated=True
    )


async def test_an_explicit_zero_stays_zero() -> None:
    counter = a_counter((*ANSWER[:4], UsageReported(Usage()), Finished(reason="end")))

    await listen(counter)

    assert (await counter.only_row()).usage == Usage()


async def test_an_answer_without_a_count_is_counted_by_us() -> None:
    counter = a_counter((*ANSWER[:4], Finished(reason="end")))

    await listen(counter)

    row = await counter.only_row()
    assert row.outcome == "ok"
    assert row.usage == Usage(input_uncached=14, output=2, estimated=True)


async def test_a_caller_who_leaves_closes_the_provider_and_pays_for_what_was_said() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        async for event in stream:
            if isinstance(event, TextDelta):
                break

    assert counter.model.closed
    row = await counter.only_row()
    assert (row.outcome, row.error_kind) == ("client_closed", None)
    assert row.usage == Usage(input_uncached=14, output=2, estimated=True)


async def test_a_caller_who_leaves_before_the_first_word_pays_for_the_question() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        async for _ in stream:
            break

    row = await counter.only_row()
    assert row.outcome == "client_closed"
    assert row.usage == Usage(input_uncached=14, estimated=True)


async def test_a_cancelled_caller_is_booked_once_and_closes_the_provider() -> None:
    counter = a_counter()
    reached = asyncio.Event()

    async def hang() -> None:
        async with counter.metering.open(CALL) as stream:
            await anext(stream.events)
            reached.set()
            await asyncio.Event().wait()

    caller = asyncio.ensure_future(hang())
    await reached.wait()
    caller.cancel()
    await asyncio.wait({caller})

    assert caller.cancelled()
    assert counter.model.closed
    assert (await counter.only_row()).outcome == "client_closed"


async def test_a_model_that_breaks_the_order_of_events_has_failed() -> None:
    counter = a_counter((ANSWER[0], TextDelta(0, "before its block")))

    heard = await listen(counter)

    senseless = Failure(kind="malformed", message="the model's answer made no sense")
    assert heard == [ANSWER[0], Failed(senseless)]
    row = await counter.only_row()
    assert (row.outcome, row.error_kind) == ("error", "malformed")


async def test_what_a_model_says_after_its_end_is_not_heard() -> None:
    counter = a_counter((*ANSWER, TextOpened(1)))

    assert await listen(counter) == list(ANSWER)

    assert (await counter.only_row()).outcome == "ok"


async def test_the_same_request_is_booked_once() -> None:
    counter = a_counter()

    await listen(counter)
    await listen(counter)

    assert len(await counter.rows()) == 1


async def test_a_process_that_dies_leaves_a_draft_of_what_was_said_so_far() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        (asked,) = counter.books.journal.left()
        said = [await anext(stream.events) for _ in range(4)]
        counter.model.watch.now_s += 0.5
        await anext(stream.events)
        (grown,) = counter.books.journal.left()

    assert (asked.id, asked.outcome) == ("r1", "recovered")
    assert asked.usage == Usage(input_uncached=14, estimated=True)
    assert asked.cost == PRICE.cost(asked.usage)
    assert said[2] == TextDelta(0, "hello")
    assert grown.outcome == "recovered"
    # The vendor's count has come by now, but not yet its end.
    assert grown.usage == USAGE
    assert grown.latency_ms == 1000


async def test_a_call_that_cannot_be_kept_is_not_made() -> None:
    counter = a_counter()
    counter.books.journal.is_full = True

    with pytest.raises(Unavailable):
        await listen(counter)

    assert not counter.model.asked
    counter.books.journal.is_full = False
    assert not await counter.rows()


async def test_a_journal_that_fills_up_under_way_breaks_off_no_answer() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        counter.books.journal.is_full = True
        assert [event async for event in stream] == list(ANSWER)

    assert (await counter.only_row()).outcome == "ok"


@dataclass
class Answering:
    """Says its pieces; knows whether it was asked, and closed."""

    pieces: Sequence[Piece]
    asked: bool = False
    closed: bool = False

    def say(self, place: Model) -> Asked:
        del place
        return Asked(self._say(), streams=True)

    async def _say(self) -> AsyncGenerator[Piece]:
        self.asked = True
        try:
            for piece in self.pieces:
                yield piece
        finally:
            self.closed = True


async def pass_on(counter: Counter, answering: Answering, call: Call = CALL) -> list[Piece]:
    async with counter.metering.pass_on(call, answering.say) as pieces:
        return [piece async for piece in pieces]


async def test_an_answer_that_goes_through_is_booked_by_what_it_means() -> None:
    counter = a_counter()
    pieces = (Passed(b"a", ANSWER[:3]), Passed(b": ping"), Passed(b"b", ANSWER[3:]), Passed(b"c"))
    answering = Answering(pieces)

    heard = await pass_on(counter, answering)

    assert heard == list(pieces)
    row = await counter.only_row()
    assert (row.usage, row.outcome) == (USAGE, "ok")
    assert answering.closed


async def test_a_refusal_that_goes_through_is_an_error_and_costs_nothing() -> None:
    counter = a_counter()
    refused = Refused(429, b"{}", Failure(kind="rate_limited", message="slow"))

    await pass_on(counter, Answering((refused,)))

    row = await counter.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("error", "rate_limited", 0)


async def test_pieces_that_make_no_sense_are_not_passed_on() -> None:
    counter = a_counter()

    heard = await pass_on(counter, Answering((Passed(b"a", ANSWER[:2]), Passed(b"b", ANSWER[:1]))))

    assert heard[0] == Passed(b"a", ANSWER[:2])
    assert isinstance(heard[1], Passed)
    assert heard[1].raw is None
    assert (await counter.only_row()).error_kind == "malformed"


async def test_a_client_that_leaves_closes_what_goes_through() -> None:
    counter, answering = a_counter(), Answering((Passed(b"a", ANSWER[:3]), Passed(b"b")))

    async with counter.metering.pass_on(CALL, answering.say) as pieces:
        await anext(pieces)

    assert answering.closed
    assert (await counter.only_row()).outcome == "client_closed"


async def test_nothing_is_passed_on_to_a_model_without_a_price() -> None:
    counter, answering = a_counter(), Answering((Passed(b"a"),))
    free = replace(CALL, model=replace(CALL.model, price=None))

    with pytest.raises(Forbidden, match="has no price"):
        await pass_on(counter, answering, free)

    assert not answering.asked


async def test_what_was_lost_on_both_ways_is_booked_once_each() -> None:
    lost = (Dropped(path="seed", reason="x"), Dropped(path="top_k", reason="x"))
    started = Started(id="u1", model="m", dropped=(lost[1], lost[1]))
    counter = a_counter((started, *ANSWER[1:]))

    await listen(counter, replace(CALL, dropped=lost[:1]))

    assert (await counter.only_row()).dropped == ("seed", "top_k")


async def test_what_was_lost_is_booked_though_nobody_answered() -> None:
    sent = Sent(dropped=(Dropped(path="seed", reason="x"),))
    failed = Failed(Failure(kind="overloaded", message="busy"))
    counter = a_counter((sent, failed))

    await listen(counter, CALL)

    row = await counter.only_row()
    assert (row.outcome, row.dropped) == ("error", ("seed",))
    assert row.first_token_ms is None


async def test_our_limits_are_told_before_a_provider_says_anything() -> None:
    limits = Limits(requests_per_minute=3)
    limited = replace(CALL, model=replace(MODEL, limits=limits))
    counter, answering = a_counter(), Answering((Passed(b"a", ANSWER),))
    ours = Sent(
        limits=(
            ("x-ratelimit-limit-requests", "3"),
            ("x-ratelimit-remaining-requests", "2"),
            ("x-ratelimit-reset-requests", "60s"),
        )
    )

    async with counter.metering.open(limited) as stream:
        assert await anext(stream.events) == ours
        assert counter.model.asked == []
    async with counter.metering.pass_on(
        replace(limited, request=RequestId("r2")), answering.say
    ) as pieces:
        (event,) = (await anext(pieces)).events
        assert isinstance(event, Sent)
        assert not answering.asked


async def test_a_call_that_is_refused_leaves_a_row_that_costs_nothing() -> None:
    counter = a_counter()
    unpriced = replace(CALL, model=replace(MODEL, price=None))

    with pytest.raises(Forbidden, match="the model 'public' has no price"):
        await listen(counter, unpriced)

    row = await counter.only_row()
    assert (row.outcome, row.error_kind, row.attempts) == ("refused", "forbidden", 0)
    assert (row.usage, row.cost) == (Usage(), 0)
    assert not counter.model.asked


@pytest.mark.parametrize(
    "absurd", [Usage(input_uncached=-1), Usage(output=10**12), Usage(output=1, reasoning=-5)]
)
async def test_a_count_that_cannot_be_is_not_billed(absurd: Usage) -> None:
    counter = a_counter((*ANSWER[:4], UsageReported(absurd), Finished(reason="end")))

    await listen(counter)

    assert (await counter.only_row()).usage == Usage(input_uncached=14, output=2, estimated=True)


DRAWING = replace(
    CALL,
    model=replace(MODEL, tasks=("images",)),
    task="images",
    expected=Usage(input_uncached=2, output=100, output_images=100, images=1, estimated=True),
    at_most=Usage(input_uncached=2, output=200, output_images=200, images=1, estimated=True),
)


async def passed(counter: Counter, call: Call, *pieces: Piece) -> list[Piece]:
    async def answer() -> AsyncGenerator[Piece]:
        for piece in pieces:
            yield piece

    async with counter.metering.pass_on(call, lambda _: Asked(answer(), streams=True)) as coming:
        return [piece async for piece in coming]


async def test_a_call_for_what_its_model_is_not_for_is_refused_and_booked() -> None:
    counter = a_counter()

    with pytest.raises(Invalid, match="is for chat, not for images"):
        await passed(counter, replace(DRAWING, model=MODEL))
    with pytest.raises(Invalid, match="is for images, not for chat"):
        await listen(counter, replace(CALL, request=RequestId("r2"), model=DRAWING.model))

    assert not counter.model.asked
    assert {(row.outcome, row.error_kind) for row in await counter.rows()} == {
        ("refused", "invalid")
    }


async def test_a_price_that_does_not_say_what_the_call_costs_is_none() -> None:
    by_hour = replace(PRICE, input=ZERO, output=ZERO, media=MediaRates(audio_hour=NanoUsd(5)))
    model = replace(DRAWING.model, price=by_hour)
    counter = a_counter()

    with pytest.raises(Forbidden, match="has no price for images"):
        await passed(counter, replace(DRAWING, model=model))
    allowed = replace(DRAWING, request=RequestId("r2"), model=replace(model, unpriced_allowed=True))
    await passed(counter, allowed, Passed(b"", (Started(id="", model="m"), Finished(reason="end"))))

    row = next(each for each in await counter.rows() if each.id == "r2")
    assert (row.outcome, row.price, row.cost) == ("ok", None, None)


@pytest.mark.parametrize(
    ("pieces", "outcome", "usage"),
    [
        ((), "client_closed", DRAWING.expected),
        ((Passed(b"", (Started(id="", model="m"),)),), "client_closed", DRAWING.expected),
        (
            (Passed(b"", (Started(id="", model="m"), Finished(reason="end"))),),
            "ok",
            DRAWING.expected,
        ),
        (
            (Passed(b"", (Started(id="", model="m"), UsageReported(USAGE))),),
            "client_closed",
            USAGE,
        ),
        ((Passed(None, (Failed(Failure(kind="server", message="x")),)),), "error", Usage()),
    ],
    ids=range(5),
)
async def test_what_a_call_took_that_is_no_chat(
    pieces: tuple[Piece, ...], outcome: str, usage: Usage
) -> None:
    counter = a_counter()

    await passed(counter, DRAWING, *pieces)

    row = await counter.only_row()
    assert (row.outcome, row.usage) == (outcome, usage)


async def test_the_most_that_a_call_may_take_is_held_while_it_runs() -> None:
    cost = PRICE.cost(DRAWING.at_most or Usage())
    terms = Terms(subject="user:ada", budgets=(Budget(window="month", limit=NanoUsd(cost - 1)),))
    counter = a_counter(access=Granted(Grants(terms=(terms,))))

    with pytest.raises(PaymentRequired):
        await passed(counter, DRAWING)


async def whole(counter: Counter, call: Call = CALL) -> tuple[Reply, list[Piece]]:
    heard: list[Piece] = []

    def ask(place: Model) -> Asked | AskedWhole:
        return asked_of(counter.metering.models, call.prompt, place, call)

    return await counter.metering.whole(call, ask, hear=heard.append), heard


async def test_an_answer_that_is_heard_at_its_end_is_all_that_was_said_and_is_booked() -> None:
    counter = a_counter()

    reply, heard = await whole(counter)

    assert (reply.text, reply.usage, reply.finished) == ("hello", USAGE, Finished(reason="end"))
    assert [event for piece in heard for event in piece.events] == list(ANSWER)
    row = await counter.only_row()
    assert (row.outcome, row.usage, row.attempts) == ("ok", USAGE, 1)
    assert counter.model.closed


async def test_a_failure_is_heard_at_the_end_and_booked() -> None:
    failed = Failed(Failure(kind="rate_limited", message="slow down"))
    counter = a_counter([failed])

    reply, heard = await whole(counter)

    assert reply.failure == failed.failure
    assert [event for piece in heard for event in piece.events] == [failed]
    assert (await counter.only_row()).error_kind == "rate_limited"


async def test_nonsense_is_heard_as_a_failure_at_the_end() -> None:
    counter = a_counter([*ANSWER[:2], TextOpened(7), ANSWER[-1]])

    reply, _ = await whole(counter)

    assert reply.failure is not None
    assert reply.failure.kind == "malformed"
    assert (await counter.only_row()).outcome == "error"


async def test_a_count_that_nobody_can_believe_is_ours_at_the_end() -> None:
    absurd = UsageReported(Usage(output=10**12))
    counter = a_counter([*ANSWER[:4], absurd, ANSWER[-1]])

    reply, _ = await whole(counter)

    row = await counter.only_row()
    assert reply.usage == row.usage
    assert row.usage.estimated


async def test_a_caller_who_leaves_before_the_end_is_booked_once() -> None:
    counter, reached, closed = a_counter(), asyncio.Event(), asyncio.Event()

    async def hang() -> AsyncGenerator[Piece]:
        try:
            yield Passed(None, ANSWER[:3])
            await asyncio.Event().wait()
        finally:
            closed.set()

    def hear(_: Piece) -> None:
        reached.set()

    caller = asyncio.ensure_future(
        counter.metering.whole(CALL, lambda _: Asked(hang(), streams=True), hear=hear)
    )
    await reached.wait()
    caller.cancel()
    await asyncio.wait({caller})

    assert caller.cancelled()
    assert closed.is_set()
    assert [row.outcome for row in await counter.rows()] == ["client_closed"]


FLEX = TierRates(
    input=NanoUsd(1_000_000_000),
    output=NanoUsd(2_000_000_000),
    cache_read=ZERO,
    cache_write_5m=ZERO,
    cache_write_1h=ZERO,
    tier="flex",
)


def in_tier(tier: str, *, dropped: tuple[Dropped, ...] = ()) -> Call:
    model = replace(MODEL, price=replace(PRICE, tiers=(FLEX,)))
    prompt = replace(PROMPT, service_tier=tier)
    return replace(CALL, model=model, prompt=prompt, dropped=dropped)


@pytest.mark.parametrize(
    ("asked", "told", "paid"),
    [
        ("flex", "standard", "standard"),
        ("auto", "flex", "flex"),
        ("flex", None, "flex"),
        ("auto", None, None),
    ],
)
async def test_a_call_is_paid_as_it_was_served_or_else_as_it_was_asked_to_be(
    asked: str, told: ServiceTier | None, paid: ServiceTier | None
) -> None:
    answer = (*ANSWER[:-2], UsageReported(replace(USAGE, tier=told)), ANSWER[-1])
    counter = a_counter(answer)

    await listen(counter, in_tier(asked))

    row = await counter.only_row()
    assert row.usage.tier == paid
    assert row.price is not None
    assert row.cost == row.price.cost(replace(USAGE, tier=paid))


async def test_a_tier_that_could_not_be_told_is_not_paid() -> None:
    counter = a_counter(ANSWER)
    dropped = Dropped(path="service_tier", reason="has no form")

    await listen(counter, in_tier("flex", dropped=(dropped,)))

    assert (await counter.only_row()).usage.tier is None


async def test_a_hold_covers_the_dearer_of_both_ways_to_be_served() -> None:
    dear = replace(FLEX, tier="priority", input=NanoUsd(10**12), output=NanoUsd(10**12))
    price = replace(PRICE, tiers=(FLEX, dear))
    budget = Budget(window="day", limit=NanoUsd(10**9))
    terms = (Terms(subject="key:k", budgets=(budget,)),)
    counter = a_counter(access=Granted(Grants(terms=terms)))
    call = replace(in_tier("flex"), model=replace(MODEL, price=price))

    prompt = replace(call.prompt, service_tier="priority")
    dearer = replace(call, request=RequestId("r2"), prompt=prompt)

    await listen(counter, call)
    with pytest.raises(PaymentRequired):
        await listen(counter, dearer)
