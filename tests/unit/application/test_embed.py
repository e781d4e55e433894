from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.embedding_models import MemoryEmbeddingModels
from application.embed import Embed, Embeddings
from application.metering import Metering
from application.ports.embedding_models import EmbeddingModel, EmbeddingModels
from application.ports.language_models import LanguageModel, LanguageModels
from domain.accounts.access import Grants
from domain.allowances.terms import Limits, Terms
from domain.catalog.models import Catalog, Model
from domain.errors import Forbidden, Invalid, NotFound, UpstreamFailed
from domain.ids import RequestId, UserId
from domain.llm.embedding import Embedded, EmbeddingRequest
from domain.llm.events import Failure
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from domain.transactions.transaction import Payer, Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.clock import FakeClock
from tests.routing import routing

PRICE = Price(
    input=NanoUsd(20_000_000),
    output=NanoUsd(0),
    cache_read=NanoUsd(20_000_000),
    cache_write_5m=NanoUsd(20_000_000),
    cache_write_1h=NanoUsd(20_000_000),
    source="test",
)
VECTORS = Model(
    name="vectors",
    label="V",
    provider="memory",
    kind="openai",
    upstream="v-1",
    aliases=("v",),
    tasks=("embeddings",),
    price=PRICE,
)
TALK = Model(name="talk", label="T", provider="memory", kind="openai", upstream="t", price=PRICE)
ASKED = EmbeddingRequest(inputs=("one two", "three"))


class NoTalk(LanguageModels):
    @override
    def of(self, model: Model) -> LanguageModel:
        raise NotFound("nobody talks here")


@dataclass
class EmbeddingDesk:
    models: EmbeddingModels = field(default_factory=MemoryEmbeddingModels)
    access: Granted = field(default_factory=Granted)
    books: BookkeepingDesk = field(default_factory=BookkeepingDesk)

    @property
    def embed(self) -> Embed:
        metering = Metering(
            routing=routing(),
            models=NoTalk(),
            access=self.access,
            allowing=allowing(),
            bookkeeper=self.books.bookkeeper,
            clock=FakeClock(),
            stopwatch=lambda: 0.0,
        )
        catalog = StaticModelCatalog(Catalog(models=(TALK, VECTORS)))
        return Embed(catalog=catalog, metering=metering, models=self.models, source="chat")

    async def ask(self, model: str = "vectors") -> Embeddings:
        payer = Payer(user=UserId("ada"))
        async with self.embed(ASKED, model=model, payer=payer, request=RequestId("r1")) as answer:
            await answer.all()
            return answer

    async def only_row(self) -> Transaction:
        await self.books.bookkeeper.carry()
        (row,) = await self.books.transactions.latest(10)
        return row


async def test_vectors_come_and_are_booked() -> None:
    desk = EmbeddingDesk()

    answer = await desk.ask("v")

    assert len(answer.vectors) == 2
    assert answer.usage == Usage(input_uncached=3)
    row = await desk.only_row()
    assert (row.model, row.source, row.outcome) == ("vectors", "chat", "ok")
    assert (row.usage, row.cost) == (Usage(input_uncached=3), 60)
    assert row.payer == Payer(user=UserId("ada"))


async def test_a_failure_of_the_provider_is_raised_and_booked() -> None:
    failing = MemoryEmbeddingModels(Failure(kind="overloaded", message="busy"))
    desk = EmbeddingDesk(models=failing)

    with pytest.raises(UpstreamFailed, match="busy"):
        await desk.ask()

    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("error", "overloaded", 0)


@pytest.mark.parametrize(
    ("model", "grants", "error"),
    [
        ("talk", Grants(), Invalid),
        ("vectors", Grants(models=(("talk",),)), Forbidden),
    ],
)
async def test_what_may_not_be_asked_is_not(
    model: str, grants: Grants, error: type[Exception]
) -> None:
    models = MemoryEmbeddingModels()
    desk = EmbeddingDesk(models=models, access=Granted(grants))

    with pytest.raises(error):
        await desk.ask(model)

    assert not models.asked
    assert (await desk.only_row()).outcome == "refused"


async def test_an_unknown_model_is_not_found() -> None:
    with pytest.raises(NotFound):
        await EmbeddingDesk().ask("other")


async def test_only_the_input_is_claimed() -> None:
    """Six tokens by our count, a quarter more to be safe; no answer has to be paid."""
    terms = Terms(subject="user:ada", limits=Limits(tokens_per_minute=8))

    answer = await EmbeddingDesk(access=Granted(Grants(terms=(terms,)))).ask()

    assert len(answer.vectors) == 2


class Endless(EmbeddingModels, EmbeddingModel):
    """Would go on for ever, and knows when it was closed."""

    closed = False

    @override
    def embedder_of(self, model: Model) -> EmbeddingModel:
        return self

    @override
    async def embed(
        self, asked: EmbeddingRequest, *, request: RequestId
    ) -> AsyncGenerator[Embedded]:
        try:
            while True:
                yield Embedded()
        finally:
            self.closed = True


async def test_whoever_leaves_closes_the_provider_s_end() -> None:
    models = Endless()
    desk = EmbeddingDesk(models=models)
    payer = Payer(user=UserId("ada"))

    async with desk.embed(ASKED, model="v", payer=payer, request=RequestId("r1")) as answer:
        await anext(answer.pieces)

    assert models.closed
    row = await desk.only_row()
    assert (row.outcome, row.usage.estimated) == ("client_closed", True)
