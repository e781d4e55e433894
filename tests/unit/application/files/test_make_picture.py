import base64
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.messages import MemoryMessages
from adapters.outbound.tools.pictures import PictureTool, PictureTools
from application.files.keep_file import KeepFile
from application.files.make_picture import MakePicture
from application.granted_models import GrantedModels
from application.metering import Metering
from application.ports.egress import Egress, WebAnswer, WebRequest
from application.ports.language_models import LanguageModel, LanguageModels
from application.ports.plain_passages import PlainPassage, PlainPassages, PlainRequest
from application.ports.tools import ToolCaller
from domain.accounts.access import Grants
from domain.catalog.models import Catalog, Model
from domain.errors import Invalid, NotFound, UpstreamFailed
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId, UserId
from domain.json import JsonObject, read, write
from domain.llm.events import Failed, Failure, Finished, Started, StreamEvent, UsageReported
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from domain.transactions.price import MediaRates, Price
from domain.transactions.transaction import Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.clock import FakeClock
from tests.file_desk import FileDesk
from tests.pictures import png
from tests.routing import routing

ADA = UserId("ada")
PNG = png(4, 4)
PRICE = Price(
    input=NanoUsd(0),
    output=NanoUsd(0),
    cache_read=NanoUsd(0),
    cache_write_5m=NanoUsd(0),
    cache_write_1h=NanoUsd(0),
    source="test",
    media=MediaRates(image=NanoUsd(40_000_000)),
)
PAINTER = Model(
    name="painter",
    label="Painter",
    provider="p",
    kind="openai",
    upstream="gpt-image-1",
    tasks=("images",),
    price=PRICE,
)
TALKER = replace(PAINTER, name="talker", upstream="t", tasks=("chat",))
IN_IT: JsonObject = {"data": [{"b64_json": base64.b64encode(PNG).decode()}]}


def answered(body: JsonObject) -> Piece:
    used = UsageReported(Usage(input_uncached=3, images=1))
    events: tuple[StreamEvent, ...] = (Started(id="", model="m"), used, Finished(reason="end"))
    return Passed(write(body).encode(), events)


class Nobody(LanguageModels):
    @override
    def of(self, model: Model) -> LanguageModel:
        raise NotFound("nobody talks here")


@dataclass
class Gallery(Egress):
    """Where pictures lie that an answer only names."""

    status: int = 200
    asked: list[str] = field(default_factory=list[str])

    @override
    async def send(self, request: WebRequest) -> WebAnswer:
        self.asked.append(request.url)
        return WebAnswer(url=request.url, status=self.status, headers={}, body=PNG)


@dataclass
class Studio(PlainPassages, PlainPassage):
    """Whoever makes pictures, and the books."""

    answer: Piece = field(default_factory=lambda: answered(IN_IT))
    models: tuple[Model, ...] = (TALKER, PAINTER)
    grants: Grants = field(default_factory=Grants)
    asked: list[PlainRequest] = field(default_factory=list[PlainRequest])
    gallery: Gallery = field(default_factory=Gallery)
    books: BookkeepingDesk = field(default_factory=BookkeepingDesk)
    paid: list[Transaction] = field(default_factory=list[Transaction])

    def __post_init__(self) -> None:
        clock, numbers = FakeClock(), iter(range(99))
        self.desk = FileDesk(
            messages=MemoryMessages(),
            conversations=MemoryConversations(),
            new_id=lambda: f"f{next(numbers)}",
            clock=clock,
        )
        use, access = self.desk.use, Granted(self.grants)
        self.make = MakePicture(
            granted_models=GrantedModels(
                catalog=StaticModelCatalog(Catalog(models=self.models)), access=access
            ),
            metering=Metering(
                routing=routing(),
                models=Nobody(),
                access=access,
                allowing=allowing(),
                bookkeeper=self.books.bookkeeper,
                clock=clock,
                stopwatch=lambda: 0.0,
            ),
            passages=self,
            egress=self.gallery,
            keep=KeepFile(start=use.start, receive=use.receive, finish=use.finish),
        )
        self.tool = PictureTool(self.make)

    @override
    def plain_of(self, model: Model) -> PlainPassage:
        return self

    @override
    async def send(self, asked: PlainRequest, *, request: RequestId) -> AsyncGenerator[Piece]:
        self.asked.append(asked)
        yield self.answer

    async def draw(self, prompt: str = "A fox, in snow!", **more: str) -> str:
        caller = ToolCaller(user=ADA, request="g1:c1", booked=self.paid.append)
        output = await self.tool.run({"prompt": prompt, **more}, caller=caller)
        (picture,) = output.files
        return picture.name


async def test_a_picture_is_made_on_the_person_s_account_and_becomes_their_file() -> None:
    studio = Studio()

    name = await studio.draw(size="1536x1024")

    (asked,) = studio.asked
    assert read(asked.content) == {
        "model": "gpt-image-1",
        "prompt": "A fox, in snow!",
        "n": 1,
        "size": "1536x1024",
    }
    (file,) = await studio.desk.files.of(ADA)
    assert (
        (file.name, file.kind, file.size)
        == (name, "picture", len(PNG))
        == (
            "A fox in snow.png",
            "picture",
            len(PNG),
        )
    )
    await studio.books.bookkeeper.carry()
    (row,) = await studio.books.transactions.latest(9)
    assert (row.model, row.source, row.payer.user, row.id) == ("painter", "chat", ADA, "g1:c1")
    assert row.cost == 40_000_000
    assert studio.paid == [row]


async def test_a_picture_that_lies_elsewhere_is_fetched_by_the_one_way_out() -> None:
    url = "https://pictures.example/a.png"
    studio = Studio(
        answer=answered({"data": [{"url": url}]}),
        models=(replace(PAINTER, upstream="dall-e-3"),),
    )

    await studio.draw()

    assert studio.gallery.asked == [url]
    body = read(studio.asked[0].content)
    assert isinstance(body, dict)
    assert body["response_format"] == "b64_json"


FAILED = Failed(Failure(kind="overloaded", message="no paint left"))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Passed(b"", (FAILED,)), "no paint left"),
        (answered({"data": []}), "gave none"),
        (answered({"data": [{"b64_json": "%%"}]}), "did not arrive whole"),
        (answered({"data": [{"b64_json": "aGVsbG8="}]}), "is no picture"),
    ],
)
async def test_what_is_no_picture_is_said_to_be_none(answer: Piece, why: str) -> None:
    with pytest.raises(UpstreamFailed, match=why):
        await Studio(answer=answer).draw()


async def test_a_picture_that_is_not_where_it_should_be_is_none() -> None:
    studio = Studio(
        answer=answered({"data": [{"url": "https://a.example/"}]}), gallery=Gallery(status=404)
    )

    with pytest.raises(UpstreamFailed, match="could not be fetched"):
        await studio.draw()


async def test_an_empty_wish_is_no_picture() -> None:
    studio = Studio()

    with pytest.raises(Invalid, match="prompt"):
        await studio.draw(" ")

    assert studio.asked == []


@pytest.mark.parametrize(
    ("models", "grants"), [((TALKER,), Grants()), ((PAINTER,), Grants(models=(("talker",),)))]
)
async def test_who_may_use_no_model_of_pictures_has_no_such_tool(
    models: tuple[Model, ...], grants: Grants
) -> None:
    studio = Studio(models=models, grants=grants)

    assert list(await PictureTools(studio.tool).tools(by=ADA)) == []
    with pytest.raises(NotFound, match="no model of pictures"):
        await studio.draw()
    assert list(await PictureTools(Studio().tool).tools(by=ADA)) != []
