import asyncio
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from adapters.outbound.memory.embedding_models import MemoryEmbeddingModels
from adapters.outbound.providers.provider import Provider
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from application.ports.embedding_models import EmbeddingModel
from application.ports.language_models import LanguageModel, OwnWords, Passage
from domain.catalog.models import Model
from domain.errors import NotFound
from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId
from domain.llm.embedding import EmbeddingRequest
from domain.llm.events import Finished, Started
from domain.llm.prompt import Prompt
from tests.contracts.catalog import EmbeddingModelsContract, LanguageModelsContract
from tests.contracts.language_models import REQUEST, reply_of
from tests.unit.application.chat.scripted_model import ScriptedModel, saying

QUESTION = Prompt(turns=())


def a_model(provider: str) -> Model:
    return Model(name="m", label="M", provider=provider, kind="openai", upstream="m-1")


class SayingPassage(Passage):
    def __init__(self, word: str) -> None:
        self._word = word

    @override
    async def send(self, words: OwnWords, *, request: RequestId) -> AsyncGenerator[Piece]:
        yield Passed(self._word.encode())


class House(Provider):
    """A provider whose models all say the same, and which may be hard to close."""

    def __init__(self, word: str, *, fault: Exception | None = None) -> None:
        self._word, self._fault = word, fault
        self.closed = False

    @override
    def model(self, found: Model) -> LanguageModel:
        model = ScriptedModel()
        model.scripts.append(saying(self._word))
        return model

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return SayingPassage(self._word)

    @override
    def embedder(self, found: Model) -> EmbeddingModel:
        if self._word == "wordless":
            return super().embedder(found)
        return MemoryEmbeddingModels()

    @override
    async def aclose(self) -> None:
        self.closed = True
        if self._fault is not None:
            raise self._fault


class TestConfiguredLanguageModels(LanguageModelsContract, EmbeddingModelsContract):
    @pytest.fixture
    def models(self) -> ConfiguredLanguageModels:
        return ConfiguredLanguageModels({"here": lambda: House("hello")})


async def said(models: ConfiguredLanguageModels, provider: str) -> str:
    reply = await reply_of(models.of(a_model(provider)).stream(QUESTION, request=REQUEST))
    return reply.text


async def test_a_model_is_reached_by_its_provider_s_name() -> None:
    models = ConfiguredLanguageModels({"here": lambda: House("a"), "there": lambda: House("b")})

    assert await said(models, "there") == "b"


async def test_a_provider_is_opened_once_and_by_need_alone() -> None:
    opened: list[str] = []

    def opening(name: str) -> Provider:
        opened.append(name)
        return House(name)

    models = ConfiguredLanguageModels(
        {"here": lambda: opening("here"), "there": lambda: opening("there")}
    )
    models.of(a_model("here"))
    assert opened == []

    await asyncio.gather(*(said(models, "here") for _ in range(3)))
    await said(models, "here")

    assert opened == ["here"]


async def test_the_event_loop_goes_on_while_a_provider_is_opened() -> None:
    waiting, loop = threading.Event(), asyncio.get_running_loop()
    going_on = asyncio.Event()

    def slow() -> Provider:
        loop.call_soon_threadsafe(going_on.set)
        assert waiting.wait(5)
        return House("done")

    answer = asyncio.create_task(said(ConfiguredLanguageModels({"slow": slow}), "slow"))
    await going_on.wait()
    waiting.set()

    assert await answer == "done"


async def test_all_providers_can_be_opened_beforehand() -> None:
    houses = {"here": House("a"), "there": House("b")}
    opened: list[str] = []

    def opening(name: str) -> Provider:
        opened.append(name)
        return houses[name]

    models = ConfiguredLanguageModels(
        {"here": lambda: opening("here"), "there": lambda: opening("there")}
    )
    await models.open_all()

    assert opened == ["here", "there"]


async def test_every_open_provider_is_closed_even_when_another_will_not_close() -> None:
    stubborn, meek, unused = House("a", fault=OSError("no")), House("b"), House("c")
    models = ConfiguredLanguageModels(
        {"meek": lambda: meek, "stubborn": lambda: stubborn, "unused": lambda: unused}
    )
    await said(models, "stubborn")
    await said(models, "meek")

    with pytest.raises(OSError, match="no"):
        await models.aclose()

    assert (stubborn.closed, meek.closed, unused.closed) == (True, True, False)


async def test_a_request_s_own_words_reach_its_provider() -> None:
    models = ConfiguredLanguageModels({"here": lambda: House("a"), "there": lambda: House("b")})
    words = OwnWords(
        format="anthropic_messages",
        passing=MessagesPassing(),
        body={},
        text="{}",
        model=None,
        streamed=False,
        headers={},
    )

    passage = models.of_model(a_model("there"), "anthropic_messages")

    assert [piece async for piece in passage.send(words, request=REQUEST)] == [Passed(b"b")]


async def test_a_provider_without_vectors_says_so() -> None:
    models = ConfiguredLanguageModels({"acme": lambda: House("wordless")})
    parts = models.embedder_of(a_model("acme")).embed(
        EmbeddingRequest(inputs=("a",)), request=REQUEST
    )

    with pytest.raises(NotFound, match="'acme' has no embeddings"):
        await anext(parts)


@dataclass(frozen=True)
class Opening:
    """Equal where the word is."""

    word: str
    opened: list[House] = field(default_factory=list[House], compare=False)

    def __call__(self) -> Provider:
        self.opened.append(House(self.word))
        return self.opened[-1]


async def test_other_providers_are_served_from_now_on() -> None:
    models = ConfiguredLanguageModels({"here": Opening("old")})

    models.configure({"here": Opening("new"), "there": Opening("more")})

    assert [await said(models, "here"), await said(models, "there")] == ["new", "more"]
    models.configure({"here": Opening("new")})
    with pytest.raises(NotFound, match="'there' is not configured"):
        models.of(a_model("there"))


async def test_a_provider_that_did_not_change_stays_open() -> None:
    before, same = Opening("a"), Opening("a")
    models = ConfiguredLanguageModels({"here": before})
    await said(models, "here")

    models.configure({"here": same, "there": Opening("b")})
    await said(models, "here")

    assert (len(before.opened), same.opened) == (1, [])


async def test_an_answer_goes_on_when_its_provider_is_taken_away() -> None:
    here = Opening("hello")
    models = ConfiguredLanguageModels({"here": here})
    answer = models.of(a_model("here")).stream(QUESTION, request=REQUEST)
    (first, *_) = await anext(answer)

    models.configure({})

    rest = [event async for events in answer for event in events]
    assert isinstance(first, Started)
    assert isinstance(rest[-1], Finished)
    assert not here.opened[0].closed
    await models.aclose()
    assert here.opened[0].closed
