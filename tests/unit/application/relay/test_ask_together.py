"""Several prompts, asked side by side and told as one answer."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from application.relay.ask_together import ask_together, together
from domain.llm.events import (
    Beside,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Prompt, Text, Turn
from domain.llm.reply import Reply, ReplyFold
from domain.llm.usage import Usage

CUT = Failed(Failure(kind="cut", message="c"))


def answer(text: str, *, usage: Usage | None) -> list[StreamEvent]:
    counted = [] if usage is None else [UsageReported(usage)]
    said: list[StreamEvent] = [Started(id=text, model="m"), TextOpened(0), TextDelta(0, text)]
    return [*said, BlockClosed(0), *counted, Finished(reason="end")]


class Provider:
    """Streams that tell of themselves: how many are open, at most and now."""

    def __init__(self) -> None:
        self.open = 0
        self.most = 0

    async def stream(
        self, events: Sequence[StreamEvent]
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            for event in events:
                await asyncio.sleep(0)
                yield (event,)
        finally:
            self.open -= 1


async def asked(*answers: Sequence[StreamEvent], choices: int = 1) -> tuple[Reply, Provider]:
    provider, fold = Provider(), ReplyFold()
    async with aclosing(ask_together([*map(provider.stream, answers)], choices)) as events:
        async for (event,) in events:
            fold.feed(event)
    return fold.reply(), provider


async def test_every_prompt_has_its_answer_in_its_place() -> None:
    reply, provider = await asked(
        answer("a", usage=Usage(input_uncached=1, output=2)),
        answer("b", usage=Usage(input_uncached=3, output=4)),
        answer("c", usage=Usage(output=5)),
    )

    assert [each.text for each in (reply, *reply.others)] == ["a", "b", "c"]
    assert reply.usage == Usage(input_uncached=4, output=11)
    assert provider.open == 0


async def test_where_one_is_not_counted_none_of_them_is() -> None:
    reply, _ = await asked(answer("a", usage=Usage(output=2)), answer("b", usage=None))

    assert reply.usage is None
    assert reply.finished == Finished(reason="end")


async def test_the_answers_of_a_prompt_stand_side_by_side() -> None:
    other: list[StreamEvent] = [
        Started(id="x", model="m"),
        Beside(1, TextOpened(0)),
        Beside(1, TextDelta(0, "2nd")),
        Beside(1, BlockClosed(0)),
        Beside(1, Finished(reason="length")),
        Finished(reason="end"),
    ]

    reply, _ = await asked(other, other, choices=2)

    assert [each.text for each in (reply, *reply.others)] == ["", "2nd", "", "2nd"]


async def test_the_first_failure_ends_them_all() -> None:
    begun: list[StreamEvent] = [Started(id="x", model="m"), UsageReported(Usage(output=1)), CUT]
    patient = [*answer("a", usage=None)[:-2], *[TextDelta(0, "a")] * 50]

    reply, provider = await asked(patient, begun)

    assert reply.failure == CUT.failure
    assert reply.usage == Usage(output=1)
    assert provider.open == 0


async def test_not_all_are_asked_at_once() -> None:
    reply, provider = await asked(*(answer(str(n), usage=None) for n in range(30)))

    assert [each.text for each in (reply, *reply.others)] == [str(n) for n in range(30)]
    assert provider.most == 8


async def test_who_leaves_closes_all_of_them() -> None:
    provider = Provider()
    streams = [provider.stream(answer(str(n), usage=None)) for n in range(10)]

    async with aclosing(ask_together(streams, 1)) as events:
        await anext(events)
        assert provider.open == 8

    assert provider.open == 0


def test_what_all_of_them_ask_is_counted_as_one() -> None:
    one, other = (
        Prompt(turns=(Turn(role="user", parts=(Text(text=text),)),), choices=2, seed=1)
        for text in "ab"
    )

    both = together([one, other])

    assert both.turns == (*one.turns, *other.turns)
    assert (both.choices, both.seed) == (4, 1)
