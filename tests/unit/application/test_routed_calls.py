"""Several deployments and the gate: one call, one hold, one row, and the price of who answered."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from application.allowing import Allowing
from application.metering import Metering
from application.ports.language_models import LanguageModel, LanguageModels
from application.routing.routing import Routing
from domain.accounts.access import Grants, Scope
from domain.allowances.terms import Budget, Terms
from domain.catalog.models import Deployment, Fallbacks, Model
from domain.errors import PaymentRequired
from domain.ids import RequestId
from domain.llm.events import Failed, Failure, StreamEvent
from domain.llm.prompt import Prompt
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
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
        self, prompt: Prompt, *, request: RequestId, whole: bool = False
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
