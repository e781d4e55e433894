from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, final

import pytest
from typing_extensions import override

from adapters.outbound.memory.carried_reasoning import MemoryCarriedReasoning
from adapters.outbound.memory.catalog import StaticModelCatalog
from application.metering import Metering
from application.ports.language_models import (
    LanguageModel,
    LanguageModels,
    OwnWords,
    Passage,
    Passages,
)
from application.relay.ask_model import AskModel, Question
from application.relay.carry_reasoning import CarryReasoning
from domain.catalog.models import Catalog, Deployment, Fallbacks, Model
from domain.errors import Invalid, NotFound
from domain.formats.openai_chat.passing import ChatPassing
from domain.formats.openai_completions.passing import CompletionsPassing
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Passed, Passing, Piece
from domain.ids import RequestId, UserId
from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.events import Beside, Failed, Failure, Finished, Sent, Started, StreamEvent
from domain.llm.prompt import Dropped, Prompt, Reasoning, Text, Tool, Turn
from domain.llm.reply import Reply
from domain.transactions.transaction import Payer, Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.clock import FakeClock
from tests.routing import routing
from tests.unit.application.relay.test_carry_reasoning import ANSWER as REASONED
from tests.unit.application.relay.test_carry_reasoning import ASKED, BARE, CALL, THOUGHT, unopened
from tests.unit.application.test_metering import ANSWER, MODEL, PRICE, Watch

ADA: Final = Payer(user=UserId("ada"))
R1: Final = RequestId("r1")
PROMPT: Final = Prompt(turns=(Turn(role="user", parts=(Text(text="Hello"),)),))
CLAUDE: Final = replace(MODEL, name="claude", kind="anthropic", upstream="claude-1")
HOUSE: Final = replace(MODEL, name="house", aliases=("home",), upstream="house-1")
LOSS: Final = Dropped(path="seed", reason="nobody takes it")
DOWN: Final = (Failed(Failure(kind="overloaded", message="down")),)
BODY: Final[JsonObject] = {"model": "house", "messages": [{"role": "user", "content": "Hello"}]}
SENTENCES: Final = tuple(
    Prompt(turns=(Turn(role="user", parts=(Text(text=text),)),)) for text in ("one", "two")
)


@final
@dataclass
class Providers(LanguageModels, Passages):
    """Every provider there is, by what each says; what each was asked, in which way."""

    says: Mapping[str, Sequence[StreamEvent]]
    told: list[tuple[str, Prompt]] = field(default_factory=list[tuple[str, Prompt]])
    passed: list[tuple[str, OwnWords]] = field(default_factory=list[tuple[str, OwnWords]])
    requests: list[RequestId] = field(default_factory=list[RequestId])
    wholes: list[str] = field(default_factory=list[str])

    @override
    def of(self, model: Model) -> LanguageModel:
        return Told(self, model.upstream)

    @override
    def of_model(self, model: Model, format: FormatName) -> Passage:
        assert model.speaks(format)
        return Way(self, model.upstream)

    def answer(self, upstream: str) -> Sequence[StreamEvent]:
        return self.says.get(upstream, ANSWER)


@final
@dataclass
class Told(LanguageModel):
    providers: Providers
    upstream: str

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        self.providers.told.append((self.upstream, prompt))
        self.providers.requests.append(request)
        for event in self.providers.answer(self.upstream):
            yield (event,)


@final
@dataclass
class Way(Passage):
    providers: Providers
    upstream: str

    @override
    async def send(self, words: OwnWords, *, request: RequestId) -> AsyncGenerator[Piece]:
        self.providers.passed.append((self.upstream, words))
        self.providers.requests.append(request)
        for event in self.providers.answer(self.upstream):
            yield Passed(b"raw", (event,))

    @override
    async def whole(self, words: OwnWords, *, request: RequestId) -> tuple[Piece, ...]:
        self.providers.wholes.append(self.upstream)
        return tuple([piece async for piece in self.send(words, request=request)])


class Desk:
    """The relay's way to models, on memory."""

    def __init__(
        self, *models: Model, says: Mapping[str, Sequence[StreamEvent]] | None = None
    ) -> None:
        clock = FakeClock()
        self.books = BookkeepingDesk()
        self.providers = Providers(says or {})
        self.carry = CarryReasoning(store=MemoryCarriedReasoning(clock=clock))
        metering = Metering(
            routing=routing(models),
            models=self.providers,
            access=Granted(),
            allowing=allowing(clock),
            bookkeeper=self.books.bookkeeper,
            clock=clock,
            stopwatch=Watch(),
        )
        self.ask = AskModel(
            catalog=StaticModelCatalog(Catalog(models=models)),
            metering=metering,
            passages=self.providers,
            carry_reasoning=self.carry,
        )

    async def hear(self, question: Question) -> list[Piece]:
        async with self.ask(question, payer=ADA, request=R1) as pieces:
            return [piece async for piece in pieces]

    async def events(self, question: Question) -> list[StreamEvent]:
        return [event for piece in await self.hear(question) for event in piece.events]

    async def whole(self, question: Question) -> tuple[Reply, list[Piece]]:
        heard: list[Piece] = []
        reply = await self.ask.whole(question, payer=ADA, request=R1, hear=heard.append)
        return reply, heard

    async def row(self) -> Transaction:
        await self.books.bookkeeper.carry()
        (row,) = await self.books.transactions.latest(10)
        return row


def own(
    name: FormatName = "openai_chat",
    *,
    passing: Passing | None = None,
    model: str = "house",
    streamed: bool = True,
    body: JsonObject = BODY,
) -> OwnWords:
    return OwnWords(
        format=name,
        passing=passing or ChatPassing(wants_usage=True),
        body=body,
        text="{}",
        model=model,
        streamed=streamed,
        headers={},
    )


def question(
    model: str = "house",
    prompt: Prompt = PROMPT,
    *,
    own: OwnWords | None = None,
    problem: Invalid | None = None,
    more: tuple[Prompt, ...] = (),
    dropped: tuple[Dropped, ...] = (),
) -> Question:
    return Question(
        model=model,
        prompt=prompt,
        streamed=True,
        own=own,
        problem=problem,
        more=more,
        dropped=dropped,
    )


async def test_a_request_in_the_format_of_its_provider_goes_through_as_it_is() -> None:
    desk = Desk(HOUSE)
    words = own()

    asked = replace(question(own=words, dropped=(LOSS,)), address="10.0.0.1", client="c")

    pieces = await desk.hear(asked)

    assert [piece.raw for piece in pieces] == [b"raw"] * len(ANSWER)
    assert desk.providers.passed == [("house-1", words)]
    assert desk.providers.told == []
    assert desk.providers.requests == [R1]
    row = await desk.row()
    assert (row.id, row.source, row.payer, row.model) == (R1, "relay", ADA, "house")
    assert (row.upstream, row.outcome) == ("house-1", "ok")


async def test_the_name_of_the_model_is_left_where_the_provider_uses_the_same() -> None:
    desk = Desk(replace(HOUSE, upstream="house"))

    words = own()

    await desk.hear(question(own=words))

    assert desk.providers.passed == [("house", replace(words, model=None))]


async def test_a_request_in_another_format_is_told_again() -> None:
    desk = Desk(CLAUDE)

    events = await desk.events(question("claude", own=own(model="claude"), dropped=(LOSS,)))

    assert desk.providers.told == [("claude-1", PROMPT)]
    assert desk.providers.passed == []
    assert desk.providers.requests == [R1]
    assert events[0] == Sent(dropped=(LOSS,))
    assert events[1] == Started(id="u1", model="upstream-1", dropped=(LOSS,))
    assert events[2:] == list(ANSWER[1:])


async def test_what_its_provider_would_not_take_as_it_is_is_told_again() -> None:
    desk = Desk(replace(HOUSE, kind="openai_compatible"))
    strange: JsonObject = {**BODY, "messages": [{"role": "developer", "content": "Be short"}]}

    await desk.hear(question(own=own(body=strange)))

    assert desk.providers.passed == []
    assert desk.providers.told == [("house-1", PROMPT)]


async def test_a_name_that_nobody_offers_is_not_found() -> None:
    desk = Desk(HOUSE)

    with pytest.raises(NotFound, match="nothing"):
        await desk.hear(question("nothing"))
    with pytest.raises(NotFound, match="nothing"):
        await desk.whole(question("nothing"))


async def test_what_cannot_be_told_in_another_format_still_goes_through_in_its_own() -> None:
    desk = Desk(HOUSE)

    await desk.hear(question(own=own(), problem=Invalid("messages: what is this?")))

    assert len(desk.providers.passed) == 1


async def test_what_cannot_be_told_is_refused_before_anybody_is_asked_or_booked() -> None:
    desk = Desk(CLAUDE)
    asked = question("claude", own=own(), problem=Invalid("messages: what is this?"))

    with pytest.raises(Invalid, match="what is this"):
        await desk.hear(asked)
    with pytest.raises(Invalid, match="what is this"):
        await desk.whole(asked)

    assert desk.providers.told == []
    await desk.books.bookkeeper.carry()
    assert await desk.books.transactions.latest(1) == ()


async def test_after_a_failure_the_next_place_is_told_in_its_own_way() -> None:
    spare = Deployment(provider="spare", kind="anthropic", upstream="spare-1", price=PRICE)
    desk = Desk(replace(HOUSE, others=(spare,)), says={"house-1": DOWN})
    words = own()

    events = await desk.events(question(own=words, dropped=(LOSS,)))

    assert desk.providers.passed == [("house-1", words)]
    assert desk.providers.told == [("spare-1", PROMPT)]
    assert Started(id="u1", model="upstream-1", dropped=(LOSS,)) in events
    assert (await desk.row()).upstream == "spare-1"


async def test_a_place_that_cannot_be_told_is_passed_over() -> None:
    spare = Deployment(provider="spare", kind="anthropic", upstream="spare-1", price=PRICE)
    desk = Desk(replace(HOUSE, others=(spare,)), says={"house-1": DOWN})

    events = await desk.events(question(own=own(), problem=Invalid("what is this?")))

    assert desk.providers.told == []
    assert isinstance(events[-1], Failed)


async def test_a_model_whose_second_place_takes_the_words_is_asked_there() -> None:
    spare = Deployment(provider="spare", kind="openai", upstream="spare-1", price=PRICE)
    desk = Desk(replace(CLAUDE, name="house", others=(spare,)))

    await desk.hear(question(own=own(), problem=Invalid("what is this?")))

    assert [upstream for upstream, _ in desk.providers.passed] == ["spare-1"]


async def test_a_whole_answer_is_heard_piece_by_piece_and_returned() -> None:
    desk = Desk(HOUSE)

    reply, heard = await desk.whole(question(own=own(streamed=False)))

    assert reply.parts == (Text(text="hello"),)
    assert [event for piece in heard for event in piece.events] == list(ANSWER)
    assert desk.providers.wholes == ["house-1"]
    assert (await desk.row()).outcome == "ok"


async def test_words_that_ask_for_a_stream_are_not_waited_for() -> None:
    desk = Desk(HOUSE)

    await desk.hear(question(own=own(streamed=True)))

    assert desk.providers.wholes == []


@pytest.mark.parametrize(
    ("name", "effort"),
    [("claude-high", "high"), ("claude-thinking-low", "low"), ("claude-thinking", "medium")],
)
async def test_what_hangs_on_a_name_says_how_hard_to_think(name: str, effort: str) -> None:
    desk = Desk(CLAUDE, HOUSE)

    await desk.hear(question(name))

    ((_, prompt),) = desk.providers.told
    assert prompt.reasoning is not None
    assert prompt.reasoning.effort == effort
    assert prompt.turns == PROMPT.turns


async def test_words_whose_name_says_more_are_told_again() -> None:
    desk = Desk(HOUSE)

    await desk.hear(question("house-high", own=own(model="house-high")))

    assert desk.providers.passed == []
    ((_, prompt),) = desk.providers.told
    assert prompt.reasoning == Reasoning(effort="high")


@pytest.mark.parametrize(
    "said",
    [
        question("house-high", replace(PROMPT, reasoning=Reasoning(effort="low"))),
        question("house-high", own=own(), problem=Invalid("what is this?")),
    ],
)
async def test_what_a_client_says_itself_goes_before_its_name(said: Question) -> None:
    desk = Desk(HOUSE)

    await desk.hear(said)

    asked = [prompt.reasoning for _, prompt in desk.providers.told]
    assert asked in ([], [Reasoning(effort="low")])
    assert len(desk.providers.passed) + len(asked) == 1


async def test_a_faster_model_than_there_is_is_told_to_be_dropped() -> None:
    desk = Desk(CLAUDE)

    events = await desk.events(question("claude-fast", dropped=(LOSS,)))

    assert isinstance(events[0], Sent)
    assert [each.path for each in events[0].dropped] == ["seed", "model"]


async def test_a_prompt_that_was_not_read_goes_straight_to_a_model_of_its_format() -> None:
    desk = Desk(CLAUDE)
    asked = unopened(PROMPT)

    await desk.hear(question("claude", asked))

    assert desk.providers.told == [("claude-1", asked)]


@pytest.mark.parametrize(
    "model",
    [
        replace(CLAUDE, kind="google"),
        replace(
            CLAUDE,
            others=(Deployment(provider="x", kind="google", upstream="x", price=PRICE),),
        ),
        replace(CLAUDE, fallbacks=Fallbacks(usual=("house",))),
    ],
)
async def test_it_is_read_where_somebody_who_may_be_asked_needs_all_of_it(model: Model) -> None:
    desk = Desk(model, HOUSE)

    await desk.hear(question("claude", unopened(PROMPT)))

    ((_, prompt),) = desk.providers.told
    assert prompt == PROMPT


async def test_it_is_read_where_its_name_says_how_hard_to_think() -> None:
    desk = Desk(CLAUDE)

    await desk.hear(question("claude-high", unopened(PROMPT)))

    ((_, prompt),) = desk.providers.told
    assert prompt == replace(PROMPT, reasoning=Reasoning(effort="high"))


async def test_several_places_of_one_format_get_it_unread() -> None:
    spare = Deployment(provider="x", kind="anthropic", upstream="x", price=PRICE)
    desk = Desk(replace(CLAUDE, others=(spare,)))
    asked = unopened(PROMPT)

    await desk.hear(question("claude", asked))

    assert desk.providers.told == [("claude-1", asked)]


async def test_reasoning_that_a_client_drops_is_put_back_for_the_model_that_made_it() -> None:
    desk = Desk(CLAUDE, says={"claude-1": REASONED})
    await desk.hear(question("claude", ASKED))

    await desk.hear(question("claude", BARE))

    _, (_, again) = desk.providers.told
    assert again.turns[1].parts == (THOUGHT, CALL)


async def test_a_place_that_serves_another_model_is_asked_without_it() -> None:
    spare = Deployment(provider="spare", kind="anthropic", upstream="spare-1", price=PRICE)
    desk = Desk(replace(CLAUDE, others=(spare,)), says={"claude-1": REASONED})
    await desk.hear(question("claude", ASKED))
    desk.providers.says = {"claude-1": DOWN}

    await desk.hear(question("claude", BARE))

    assert [upstream for upstream, _ in desk.providers.told] == ["claude-1", "claude-1", "spare-1"]
    assert desk.providers.told[1][1].turns[1].parts == (THOUGHT, CALL)
    assert desk.providers.told[2][1] is BARE


async def test_words_are_told_again_where_their_client_dropped_what_the_model_wants_back() -> None:
    deep = replace(
        HOUSE, kind="openai_compatible", capabilities=Capabilities(reasoning_replayed=True)
    )
    desk = Desk(deep, says={"house-1": REASONED})
    await desk.hear(question(prompt=ASKED, own=own()))
    assert len(desk.providers.passed) == 1

    await desk.hear(question(prompt=BARE, own=own()))

    ((_, again),) = desk.providers.told
    assert again.turns[1].parts == (THOUGHT, CALL)
    assert len(desk.providers.passed) == 1


async def test_words_in_a_format_whose_clients_keep_reasoning_pass_by_the_store() -> None:
    desk = Desk(HOUSE, says={"house-1": REASONED})
    await desk.hear(question(prompt=ASKED, own=own()))

    await desk.hear(question(prompt=BARE, own=own()))

    assert len(desk.providers.passed) == 2


async def test_several_prompts_are_asked_by_themselves_and_booked_as_one_call() -> None:
    desk = Desk(CLAUDE)
    first, second = SENTENCES

    events = await desk.events(
        question("claude", first, more=(replace(second, tools=ASKED.tools),), dropped=(LOSS,))
    )

    assert desk.providers.told == [("claude-1", first), ("claude-1", second)]
    assert desk.providers.requests == [R1, R1]
    assert Beside(1, Finished(reason="end")) in events
    assert events[0] == Sent(dropped=(LOSS,))
    assert isinstance(events[-1], Finished)
    row = await desk.row()
    assert (row.id, row.source, row.payer, row.outcome) == (R1, "relay", ADA, "ok")
    assert row.usage.output == 10


async def test_several_prompts_in_the_provider_s_own_words_are_one_request() -> None:
    desk = Desk(replace(HOUSE, tasks=("chat", "completions")))
    first, second = SENTENCES
    words = own(
        "openai_completions",
        passing=CompletionsPassing(wants_usage=True),
        body={"model": "house", "prompt": ["one", "two"]},
    )

    await desk.hear(question(prompt=first, more=(second,), own=words))

    assert len(desk.providers.passed) == 1
    assert desk.providers.told == []


async def test_several_prompts_are_not_left_to_a_server_that_takes_one_at_a_time() -> None:
    spare = Deployment(provider="spare", kind="anthropic", upstream="spare-1", price=PRICE)
    model = replace(HOUSE, tasks=("chat", "completions"), others=(spare,))
    desk = Desk(model, says={"house-1": DOWN})
    first, second = SENTENCES
    words = own(
        "openai_completions",
        passing=CompletionsPassing(wants_usage=True),
        body={"model": "house", "prompt": ["one", "two"]},
    )

    events = await desk.events(question(prompt=first, more=(second,), own=words))

    assert desk.providers.told == []
    assert isinstance(events[-1], Failed)


async def test_a_short_answer_that_nobody_hears_before_its_end_is_asked_for_whole() -> None:
    desk = Desk(CLAUDE)
    asked = replace(question("claude", replace(PROMPT, max_output_tokens=9)), streamed=False)

    reply, heard = await desk.whole(asked)

    assert reply.parts == (Text(text="hello"),)
    assert len(heard) == 1
    assert isinstance(heard[0].events[0], Started)


async def test_a_tool_offered_to_a_plain_model_keeps_nothing() -> None:
    plain = replace(HOUSE, kind="openai_compatible")
    desk = Desk(plain, says={"house-1": REASONED})
    asked = replace(PROMPT, tools=(Tool(name="weather", parameters={}),))

    await desk.hear(question(prompt=asked))
    await desk.hear(question(prompt=BARE))

    assert desk.providers.told[1][1] is BARE
