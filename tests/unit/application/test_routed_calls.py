"""Several deployments and the gate: one call, one hold, one row, and the price of who answered."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from application.allowing import Allowing
from application.call_record import CallRecord
from application.metering import Metering
from application.ports.language_models import LanguageModel, LanguageModels
from application.routing.routing import Routing
from domain.accounts.access import Grants, Scope
from domain.allowances.terms import Budget, Terms
from domain.catalog.models import Deployment, Fallbacks, Model
from domain.errors import PaymentRequired
from domain.ids import RequestId
from domain.llm.events import Failed, Failure, Started, StreamEvent, UsageReported
from domain.llm.prompt import Prompt
from domain.llm.usage import Usage
from domain.transactions.latencies import Latencies
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.totals import Totals
from domain.transactions.transaction import Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.builders import NOON
from tests.clock import FakeClock
from tests.routing import routing
from tests.unit.application.test_metering import ANSWER, CALL, MODEL, PRICE, USAGE

DEAR = replace(PRICE, input=NanoUsd(30_000_000_000), output=NanoUsd(150_000_000_000))
DEPLOYED = replace(
    MODEL,
    others=(Deployment(provider="dear", kind="openai", upstream="upstream-2", price=DEAR),),
)
DOWN: tuple[StreamEvent, ...] = (Failed(Failure(kind="server", message="down")),)


@dataclass
class Places(LanguageModels):
    """What each provider says; the answer where nothing else is set."""

    says: dict[str, tuple[StreamEvent, ...]]
    asked: list[str] = field(default_factory=list[str])

    @override
    def of(self, model: Model) -> LanguageModel:
        return Place(self, model.provider)


@dataclass
class Place(LanguageModel):
    places: Places
    provider: str

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        self.places.asked.append(self.provider)
        for event in self.places.says.get(self.provider, ANSWER):
            yield (event,)


@dataclass
class Gate:
    says: dict[str, tuple[StreamEvent, ...]] = field(
        default_factory=dict[str, tuple[StreamEvent, ...]]
    )
    grants: Grants = field(default_factory=Grants)
    routing: Routing = field(default_factory=routing)
    allowing: Allowing = field(default_factory=lambda: allowing(FakeClock()))

    def __post_init__(self) -> None:
        self.books = BookkeepingDesk()
        self.places = Places(self.says)
        self.metering = Metering(
            models=self.places,
            routing=self.routing,
            access=Granted(self.grants),
            allowing=self.allowing,
            bookkeeper=self.books.bookkeeper,
            clock=FakeClock(),
            stopwatch=lambda: 0.0,
        )

    async def ask(self, model: Model = DEPLOYED, *, request: str = "r1") -> list[StreamEvent]:
        call = replace(CALL, model=model, request=RequestId(request))
        async with self.metering.open(call) as stream:
            return [event async for event in stream]

    async def only_row(self) -> Transaction:
        await self.books.bookkeeper.carry()
        (row,) = await self.books.transactions.latest(10)
        return row


async def test_whoever_answered_is_paid_and_whoever_failed_is_noted() -> None:
    gate = Gate({"acme": DOWN})

    assert await gate.ask() == list(ANSWER)

    row = await gate.only_row()
    assert (row.model, row.provider, row.upstream) == ("public", "dear", "upstream-2")
    assert (row.outcome, row.price, row.cost) == ("ok", DEAR, DEAR.cost(USAGE))
    assert [(each.provider, each.error_kind) for each in row.earlier] == [("acme", "server")]
    assert row.attempts == 2


async def test_a_call_that_nobody_answers_costs_nothing() -> None:
    gate = Gate({"acme": DOWN, "dear": DOWN})

    assert await gate.ask() == list(DOWN)

    row = await gate.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("error", "server", ZERO)


async def test_a_hold_covers_the_dearest_that_may_answer() -> None:
    """The first alone could be paid."""
    budget = Budget(window="day", limit=NanoUsd(100_000_000))
    gate = Gate(grants=Grants(terms=(Terms(subject="key:k", budgets=(budget,)),)))

    await gate.ask(replace(DEPLOYED, others=()))
    with pytest.raises(PaymentRequired):
        await gate.ask(request="r2")

    assert gate.places.asked == ["acme"]


async def test_a_fallback_that_was_not_granted_is_neither_asked_nor_held_for() -> None:
    other = replace(MODEL, name="other", provider="elsewhere", price=DEAR)
    model = replace(MODEL, fallbacks=Fallbacks(usual=("other",)))
    budget = Budget(window="day", limit=NanoUsd(100_000_000))
    gate = Gate(
        {"acme": DOWN},
        Grants(scope=Scope(models=("public",)), terms=(Terms(subject="key:k", budgets=(budget,)),)),
        routing([model, other]),
    )

    assert await gate.ask(model) == list(DOWN)

    assert set(gate.places.asked) == {"acme"}


TOLD = Usage(input_uncached=10, output=1)
FELL_SILENT: tuple[StreamEvent, ...] = (
    Started(id="u1", model="upstream-1"),
    UsageReported(TOLD),
    *DOWN,
)
"""A provider that counts first, and fails before its first word."""


async def test_what_was_asked_in_vain_and_counted_is_paid_too_and_stands_in_the_row() -> None:
    gate = Gate({"acme": FELL_SILENT})

    assert await gate.ask() == list(ANSWER)

    row = await gate.only_row()
    (vain,) = row.earlier
    assert (vain.usage, vain.price, vain.cost) == (TOLD, PRICE, PRICE.cost(TOLD))
    assert row.usage == USAGE
    assert row.taken == USAGE + TOLD
    assert row.cost == DEAR.cost(USAGE) + PRICE.cost(TOLD)
    assert row.is_calculated
    assert Totals.of(row) == Totals(
        requests=1,
        input_tokens=USAGE.input_total + 10,
        cached_tokens=USAGE.cache_read,
        output_tokens=USAGE.output + 1,
        cost=row.cost or ZERO,
        saved=Totals.of(row).saved,
        latencies=Latencies.of([row.latency_ms]),
    )


async def test_what_the_last_one_counted_before_it_failed_is_paid() -> None:
    gate = Gate({"acme": DOWN, "dear": FELL_SILENT})

    assert await gate.ask(replace(DEPLOYED, attempts=2)) == list(DOWN)

    row = await gate.only_row()
    assert (row.outcome, row.usage, row.cost) == ("error", TOLD, DEAR.cost(TOLD))


async def test_a_count_in_vain_that_nobody_can_believe_is_nobody_s() -> None:
    absurd = UsageReported(Usage(input_uncached=10**15))
    gate = Gate({"acme": (Started(id="u1", model="upstream-1"), absurd, *DOWN)})

    await gate.ask()

    row = await gate.only_row()
    assert (row.earlier[0].usage, row.cost) == (None, DEAR.cost(USAGE))


async def test_a_price_unknown_then_takes_nothing_from_what_is_known() -> None:
    free = replace(DEPLOYED.others[0], price=None)
    model = replace(DEPLOYED, others=(free,), unpriced_allowed=True)
    gate = Gate({"acme": FELL_SILENT})

    await gate.ask(model)

    row = await gate.only_row()
    assert (row.price, row.cost) == (None, PRICE.cost(TOLD))
    assert row.is_calculated


@pytest.mark.parametrize("wrong", [NanoUsd(1), None])
async def test_a_row_whose_costs_are_not_its_prices_is_miscalculated(wrong: NanoUsd | None) -> None:
    gate = Gate({"acme": FELL_SILENT})
    await gate.ask()
    row = await gate.only_row()

    assert not replace(row, cost=wrong).is_calculated
    assert not replace(row, earlier=(replace(row.earlier[0], cost=wrong),)).is_calculated
    assert not replace(row, earlier=()).is_calculated


async def test_another_attempt_is_news_for_the_draft() -> None:
    record = CallRecord.of(CALL, at=NOON, now_s=0.0)
    record.ask(MODEL)
    assert not record.has_news

    record.pass_over(Failure(kind="server", message="down"), lasted_s=0.1, usage=None)
    record.ask(MODEL)

    assert record.has_news
    assert record.draft(now_s=1.0).attempts == 2
