from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, TypeAlias, final

import pytest
from typing_extensions import override

from adapters.outbound.memory.carried_reasoning import MemoryCarriedReasoning
from application.ports.carried_reasoning import CarriedReasoning
from application.relay.carry_reasoning import LASTING, CarryReasoning
from application.routing.routing import Asked, AskedWhole
from domain.errors import Unavailable
from domain.formats.carrying import Called, CarriedTurn
from domain.formats.passing import Passed, Piece
from domain.ids import UserId
from domain.llm.capabilities import Capabilities
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    SignatureDelta,
    Started,
    StreamEvent,
    TextDelta,
    ThinkingOpened,
    ToolCallOpened,
)
from domain.llm.prompt import Prompt, Text, Thinking, Tool, ToolCall, ToolResult, Turn
from domain.llm.unread import Unread
from domain.transactions.transaction import Payer
from tests.clock import FakeClock
from tests.unit.application.test_metering import MODEL

ADA, EVE = Payer(user=UserId("ada")), Payer(user=UserId("eve"))
CLAUDE: Final = replace(MODEL, kind="anthropic", upstream="claude")
DEEP: Final = replace(
    MODEL, kind="openai_compatible", capabilities=Capabilities(reasoning_replayed=True)
)
PLAIN: Final = replace(MODEL, kind="openai_compatible")
QUESTION: Final = Turn(role="user", parts=(Text(text="How warm is it?"),))
ASKED: Final = Prompt(turns=(QUESTION,), tools=(Tool(name="weather", parameters={}),))
CALL: Final = ToolCall(id="toolu_1", name="weather", arguments='{"a": 1}')
BARE: Final = replace(
    ASKED,
    turns=(
        QUESTION,
        Turn(role="assistant", parts=(CALL,)),
        Turn(role="user", parts=(ToolResult(call_id="toolu_1", content=(Text(text="12"),)),)),
    ),
)
THOUGHT: Final = Thinking(text="First look.", signature="S+/=")
REASONED: Final = CarriedTurn(model="claude", blocks=(THOUGHT, Called(id="toolu_1")))
BEFORE_THE_END: Final[tuple[StreamEvent, ...]] = (
    Started(id="u1", model="claude"),
    ThinkingOpened(0),
    TextDelta(0, "First look."),
    SignatureDelta(0, "S+/="),
    BlockClosed(0),
    ToolCallOpened(1, "toolu_1", "weather"),
    ArgumentsDelta(1, '{"a": 1}'),
    BlockClosed(1),
)
ANSWER: Final = (*BEFORE_THE_END, Finished(reason="tool_use"))
CUT: Final = (*BEFORE_THE_END, Failed(Failure(kind="cut", message="gone")))


@final
class Store(CarriedReasoning):
    """Counts what it is asked, and may be away."""

    def __init__(self, *, away: bool = False) -> None:
        self._kept = MemoryCarriedReasoning(clock=FakeClock())
        self._away = away
        self.questions: list[tuple[str, ...]] = []
        self.lasting: list[timedelta] = []

    @override
    async def put(self, key: str, turn: CarriedTurn, *, owner: str, lasting: timedelta) -> None:
        self.lasting.append(lasting)
        if self._away:
            raise Unavailable("away")
        await self._kept.put(key, turn, owner=owner, lasting=lasting)

    @override
    async def get(self, keys: Sequence[str], *, owner: str) -> Mapping[str, CarriedTurn]:
        self.questions.append(tuple(keys))
        if self._away:
            raise Unavailable("away")
        return await self._kept.get(keys, owner=owner)


@final
@dataclass(frozen=True, kw_only=True)
class Unopened(Unread[Prompt]):
    """What is known of a prompt before it is read."""

    whole: Prompt
    calls: bool
    offers: bool
    keys: tuple[str, ...]

    @property
    @override
    def input_tokens(self) -> int:
        return 1

    @property
    @override
    def calls_tools(self) -> bool:
        return self.calls

    @property
    @override
    def offers_tools(self) -> bool:
        return self.offers

    @override
    def bare_keys(self) -> tuple[str, ...]:
        return self.keys

    @override
    def prompt(self) -> Prompt:
        return self.whole


def unopened(
    whole: Prompt, *, calls: bool = True, offers: bool = True, keys: tuple[str, ...] = ()
) -> Prompt:
    return Prompt(turns=(), unread=Unopened(whole=whole, calls=calls, offers=offers, keys=keys))


async def pieces_of(*events: StreamEvent) -> AsyncGenerator[Piece]:
    for event in events:
        yield Passed(None, (event,))


async def heard(carry: CarryReasoning, *events: StreamEvent) -> list[Piece]:
    """An answer to `ASKED` as its client hears it."""
    asked = Asked(pieces_of(*events), streams=True)
    kept = carry.keeping(asked, ASKED, model=CLAUDE, payer=ADA)
    assert isinstance(kept, Asked)
    assert kept.streams
    return [piece async for piece in kept.pieces]


async def heard_whole(carry: CarryReasoning, *events: StreamEvent) -> tuple[Piece, ...]:
    async def tell() -> tuple[Piece, ...]:
        return tuple([piece async for piece in pieces_of(*events)])

    kept = carry.keeping(AskedWhole(tell), ASKED, model=CLAUDE, payer=ADA)
    assert isinstance(kept, AskedWhole)
    return await kept.tell()


Hear: TypeAlias = Callable[..., Awaitable[Sequence[Piece]]]


@pytest.mark.parametrize("hear", [heard, heard_whole])
async def test_what_an_answer_reasoned_is_put_back_where_its_client_left_it_out(
    hear: Hear,
) -> None:
    store = Store()
    carry = CarryReasoning(store=store)

    pieces = await hear(carry, *ANSWER)
    again = await carry.into(BARE, model=CLAUDE, payer=ADA)

    assert [event for piece in pieces for event in piece.events] == list(ANSWER)
    assert again.turns[1].parts == (THOUGHT, CALL)
    assert (again.turns[0], again.turns[2]) == (BARE.turns[0], BARE.turns[2])
    assert store.lasting == [LASTING]
    assert timedelta(days=1) == LASTING


async def test_it_is_kept_before_the_end_is_told() -> None:
    store = Store()
    kept = CarryReasoning(store=store).keeping(
        Asked(pieces_of(*ANSWER), streams=False), ASKED, model=CLAUDE, payer=ADA
    )
    assert isinstance(kept, Asked)
    assert not kept.streams

    async for piece in kept.pieces:
        assert bool(store.lasting) == isinstance(piece.events[0], Finished)

    assert len(store.lasting) == 1


@pytest.mark.parametrize("hear", [heard, heard_whole])
async def test_of_an_answer_that_was_cut_nothing_is_kept(hear: Hear) -> None:
    store = Store()

    pieces = await hear(CarryReasoning(store=store), *CUT)

    assert pieces[-1].failed
    assert store.lasting == []


@pytest.mark.parametrize("hear", [heard, heard_whole])
async def test_an_answer_without_reasoning_is_not_kept(hear: Hear) -> None:
    store = Store()
    plain = (
        Started(id="u1", model="claude"),
        ToolCallOpened(0, "toolu_1", "weather"),
        BlockClosed(0),
        Finished(reason="tool_use"),
    )

    await hear(CarryReasoning(store=store), *plain)

    assert store.lasting == []


async def test_an_answer_to_a_prompt_without_tools_is_not_kept() -> None:
    store = Store()
    asked = Asked(pieces_of(*ANSWER), streams=True)
    without = replace(ASKED, tools=())

    kept = CarryReasoning(store=store).keeping(asked, without, model=CLAUDE, payer=ADA)

    assert isinstance(kept, Asked)
    assert len([piece async for piece in kept.pieces]) == len(ANSWER)
    assert store.lasting == []


async def test_what_was_not_read_is_read_to_keep_its_answer() -> None:
    store = Store()
    carry = CarryReasoning(store=store)
    kept = carry.keeping(
        Asked(pieces_of(*ANSWER), streams=True), unopened(ASKED), model=CLAUDE, payer=ADA
    )
    assert isinstance(kept, Asked)
    async for _ in kept.pieces:
        pass

    again = await carry.into(BARE, model=CLAUDE, payer=ADA)

    assert again.turns[1].parts == (THOUGHT, CALL)


async def test_an_answer_whose_reader_leaves_is_closed_with_it() -> None:
    closed = False

    async def coming() -> AsyncGenerator[Piece]:
        nonlocal closed
        try:
            async for piece in pieces_of(*ANSWER):
                yield piece
        finally:
            closed = True

    kept = CarryReasoning(store=Store()).keeping(
        Asked(coming(), streams=True), ASKED, model=CLAUDE, payer=ADA
    )
    assert isinstance(kept, Asked)
    await anext(kept.pieces)
    await kept.pieces.aclose()

    assert closed


async def test_a_store_that_is_away_costs_nothing_but_the_reasoning() -> None:
    carry = CarryReasoning(store=Store(away=True))

    pieces = await heard(carry, *ANSWER)

    assert len(pieces) == len(ANSWER)
    assert await carry.into(BARE, model=CLAUDE, payer=ADA) is BARE


async def test_nobody_is_given_the_reasoning_of_another() -> None:
    carry = CarryReasoning(store=Store())
    await heard(carry, *ANSWER)

    assert await carry.into(BARE, model=CLAUDE, payer=EVE) is BARE


async def test_another_model_is_not_given_it() -> None:
    carry = CarryReasoning(store=Store())
    await heard(carry, *ANSWER)

    other = replace(CLAUDE, upstream="claude-next")

    assert await carry.into(BARE, model=other, payer=ADA) is BARE


async def test_a_history_without_calls_asks_the_store_nothing() -> None:
    store = Store()
    carry = CarryReasoning(store=store)

    assert await carry.into(ASKED, model=CLAUDE, payer=ADA) is ASKED
    assert store.questions == []


async def test_a_model_that_takes_no_reasoning_back_asks_the_store_nothing() -> None:
    store = Store()
    carry = CarryReasoning(store=store)

    assert await carry.into(BARE, model=PLAIN, payer=ADA) is BARE
    assert store.questions == []


async def test_plain_reasoning_that_came_back_is_enough_where_no_seal_is_wanted() -> None:
    said = replace(
        BARE,
        turns=(
            QUESTION,
            Turn(role="assistant", parts=(Thinking(text="First look."), CALL)),
            BARE.turns[2],
        ),
    )
    store = Store()
    carry = CarryReasoning(store=store)

    await carry.into(said, model=DEEP, payer=ADA)
    assert store.questions == []

    await carry.into(said, model=CLAUDE, payer=ADA)
    assert len(store.questions) == 1


async def test_what_was_not_read_says_itself_what_may_be_known_of_it() -> None:
    store = Store()
    carry = CarryReasoning(store=store)
    await heard(carry, *ANSWER)
    await carry.into(BARE, model=CLAUDE, payer=ADA)
    keys = store.questions.pop()

    known = unopened(BARE, keys=keys)
    again = await carry.into(known, model=CLAUDE, payer=ADA)

    assert store.questions == [keys]
    assert again.turns[1].parts == (THOUGHT, CALL)


@pytest.mark.parametrize(
    "known",
    [
        unopened(BARE, calls=False, keys=("k",)),
        unopened(BARE, keys=()),
    ],
)
async def test_what_was_not_read_and_lacks_nothing_asks_the_store_nothing(known: Prompt) -> None:
    store = Store()

    again = await CarryReasoning(store=store).into(known, model=CLAUDE, payer=ADA)

    assert again is known
    assert store.questions == []


async def test_what_was_not_read_stays_so_where_nothing_is_known_of_it() -> None:
    known = unopened(BARE, keys=("unknown",))

    assert await CarryReasoning(store=Store()).into(known, model=CLAUDE, payer=ADA) is known


@pytest.mark.parametrize(
    ("prompt", "kept"),
    [
        (ASKED, True),
        (replace(ASKED, tools=()), False),
        (unopened(ASKED), True),
        (unopened(ASKED, offers=False), False),
    ],
)
def test_only_answers_that_may_call_tools_are_worth_keeping(prompt: Prompt, *, kept: bool) -> None:
    carry = CarryReasoning(store=Store())

    assert carry.keeps(prompt, model=CLAUDE) is kept
    assert carry.keeps(prompt, model=PLAIN) is False
