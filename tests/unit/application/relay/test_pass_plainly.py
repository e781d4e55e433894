from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from adapters.outbound.memory.catalog import StaticModelCatalog
from application.metering import Metering
from application.ports.language_models import LanguageModel, LanguageModels
from application.ports.plain_passages import PlainPassage, PlainPassages, PlainRequest
from application.relay.pass_plainly import PassPlainly
from domain.accounts.access import Grants
from domain.catalog.models import Catalog, Model
from domain.errors import Invalid, NotFound
from domain.formats.openai_plain import request as reading
from domain.formats.openai_plain.request import PlainAsked, Written
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId, UserId
from domain.json import JsonObject, write
from domain.llm.events import Finished, Started
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.price import MediaRates, Price
from domain.transactions.transaction import Payer, Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.clock import FakeClock
from tests.routing import routing

BY_CHARACTERS = Price(
    input=ZERO,
    output=ZERO,
    cache_read=ZERO,
    cache_write_5m=ZERO,
    cache_write_1h=ZERO,
    source="test",
    media=MediaRates(characters=NanoUsd(2_000_000)),
)
SPEAKER = Model(
    name="speaker",
    label="S",
    provider="p",
    kind="openai",
    upstream="tts-1",
    tasks=("speech",),
    price=BY_CHARACTERS,
)
JUDGE = replace(SPEAKER, name="judge", upstream="judge-1", tasks=("moderations",))
OTHER_JUDGE = replace(JUDGE, name="other", upstream="other-1", unpriced_allowed=True)
ANSWER = (Passed(b"x", (Started(id="", model="m"), Finished(reason="end"))),)


@dataclass
class Vendor(PlainPassages, PlainPassage):
    asked: list[tuple[PlainRequest, RequestId]] = field(
        default_factory=list[tuple[PlainRequest, RequestId]]
    )

    @override
    def plain_of(self, model: Model) -> PlainPassage:
        return self

    @override
    async def send(self, asked: PlainRequest, *, request: RequestId) -> AsyncGenerator[Piece]:
        self.asked.append((asked, request))
        for piece in ANSWER:
            yield piece


class NoTalk(LanguageModels):
    @override
    def of(self, model: Model) -> LanguageModel:
        raise NotFound("nobody talks here")


@dataclass
class PlainDesk:
    grants: Grants = field(default_factory=Grants)
    vendor: Vendor = field(default_factory=Vendor)
    books: BookkeepingDesk = field(default_factory=BookkeepingDesk)

    async def ask(self, asked: PlainAsked) -> list[Piece]:
        access = Granted(self.grants)
        metering = Metering(
            routing=routing(),
            models=NoTalk(),
            access=access,
            allowing=allowing(),
            bookkeeper=self.books.bookkeeper,
            clock=FakeClock(),
            stopwatch=lambda: 0.0,
        )
        pass_plainly = PassPlainly(
            catalog=StaticModelCatalog(Catalog(models=(SPEAKER, JUDGE, OTHER_JUDGE))),
            access=access,
            metering=metering,
            passages=self.vendor,
        )
        payer = Payer(user=UserId("ada"))
        async with pass_plainly(asked, payer=payer, request=RequestId("r1")) as pieces:
            return [piece async for piece in pieces]

    async def only_row(self) -> Transaction:
        await self.books.bookkeeper.carry()
        (row,) = await self.books.transactions.latest(10)
        return row


def written(body: JsonObject) -> Written:
    return Written(value=body, text=write(body))


def speech(model: str = "speaker") -> PlainAsked:
    return reading.speech("/audio/speech", written({"model": model, "input": "hello"}))


def moderation(model: str | None) -> PlainAsked:
    body: JsonObject = {"input": "hi"} if model is None else {"model": model, "input": "hi"}
    return reading.moderation("/moderations", written(body))


async def test_a_request_goes_to_its_model_by_the_provider_s_name() -> None:
    desk = PlainDesk()

    pieces = await desk.ask(speech())

    assert pieces == list(ANSWER)
    ((sent, request),) = desk.vendor.asked
    assert request == "r1"
    assert sent.content == b'{"model":"tts-1","input":"hello"}'
    assert (sent.path, sent.content_type) == ("/audio/speech", "application/json")
    assert (sent.streamed, sent.model) == (True, None)
    row = await desk.only_row()
    assert (row.model, row.upstream, row.source, row.streamed) == (
        "speaker",
        "tts-1",
        "relay",
        True,
    )


async def test_what_is_paid_by_characters_is_counted_so() -> None:
    desk = PlainDesk()

    await desk.ask(speech())

    ((sent, _),) = desk.vendor.asked
    assert sent.measure.expected == Usage(characters=5)
    row = await desk.only_row()
    assert (row.usage, row.cost) == (Usage(characters=5, estimated=True), 10)


@pytest.mark.parametrize("model", ["other", None])
async def test_an_answer_that_names_its_model_names_it_as_the_client_did(
    model: str | None,
) -> None:
    desk = PlainDesk(grants=Grants(models=(("other",),)))

    await desk.ask(moderation(model))

    ((sent, _),) = desk.vendor.asked
    assert sent.model == model
    assert b'"model":"other-1"' in sent.content


async def test_a_model_that_nobody_named_must_be_one_that_was_granted() -> None:
    desk = PlainDesk(grants=Grants(models=(("speaker",),)))

    with pytest.raises(Invalid, match="model: is missing"):
        await desk.ask(moderation(None))

    assert not desk.vendor.asked


async def test_a_model_is_asked_for_what_it_is_for_alone() -> None:
    desk = PlainDesk()

    with pytest.raises(Invalid, match="is for moderations, not for speech"):
        await desk.ask(speech("judge"))

    assert not desk.vendor.asked
    assert (await desk.only_row()).outcome == "refused"
