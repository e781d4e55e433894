"""Several prompts of one request, asked side by side and told as the answers of one."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from typing import Final

from domain.llm.events import (
    Beside,
    Failed,
    Finished,
    Sent,
    Started,
    StreamEvent,
    UsageReported,
)
from domain.llm.prompt import Prompt
from domain.llm.usage import Usage

_AT_ONCE: Final = 8
"""How many are asked at a time: one request may not take all of a provider's connections."""


def together(prompts: Sequence[Prompt]) -> Prompt:
    """What all of them ask, as one prompt to be counted by."""
    turns = tuple(turn for each in prompts for turn in each.turns)
    return replace(prompts[0], turns=turns, choices=sum(each.choices for each in prompts))


async def ask_together(
    streams: Sequence[AsyncGenerator[tuple[StreamEvent, ...]]], choices: int
) -> AsyncGenerator[tuple[StreamEvent, ...]]:
    """One stream of them all, of which each has so many answers, in the order of the prompts.

    The first failure ends them all. They are counted together, where each was counted.
    """
    told = _Together(choices=choices, prompts=len(streams))
    async with aclosing(_interleaved(streams)) as events:
        async for prompt, coming in events:
            for each in (each for event in coming for each in told.feed(prompt, event)):
                yield (each,)
                if isinstance(each, Failed):
                    return
    for each in told.end():
        yield (each,)


@dataclass(slots=True, kw_only=True)
class _Together:
    choices: int
    prompts: int
    started: bool = False
    finished: Finished | None = None
    usages: dict[int, Usage] = field(default_factory=dict[int, Usage])

    def feed(self, prompt: int, event: StreamEvent) -> Iterator[StreamEvent]:
        match event:
            case Sent() | Started():
                if not self.started:
                    yield event
                self.started = self.started or isinstance(event, Started)
            case UsageReported(usage):
                self.usages[prompt] = usage
            case Failed():
                yield from self._counted()
                yield event
            case Beside(choice, other):
                yield Beside(prompt * self.choices + choice, other)
            case Finished() if prompt == 0:
                self.finished = event  # told at last: with it all are at their end
            case _:
                yield Beside(prompt * self.choices, event) if prompt else event

    def end(self) -> Iterator[StreamEvent]:
        if len(self.usages) == self.prompts:
            yield from self._counted()
        if self.finished is not None:
            yield self.finished

    def _counted(self) -> Iterator[StreamEvent]:
        if self.started and self.usages:
            yield UsageReported(reduce(add, self.usages.values()))


async def _interleaved(
    streams: Sequence[AsyncGenerator[tuple[StreamEvent, ...]]],
) -> AsyncGenerator[tuple[int, tuple[StreamEvent, ...]]]:
    """Events of all streams as they come, each with the number of its stream."""
    waiting = deque(range(len(streams)))
    coming: dict[asyncio.Future[tuple[StreamEvent, ...] | None], int] = {}
    try:
        while waiting or coming:
            while waiting and len(coming) < _AT_ONCE:
                number = waiting.popleft()
                coming[asyncio.ensure_future(anext(streams[number], None))] = number
            done, _ = await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
            for each in sorted(done, key=lambda one: coming[one]):
                number, events = coming.pop(each), each.result()
                if events is not None:
                    coming[asyncio.ensure_future(anext(streams[number], None))] = number
                    yield number, events
    finally:
        for each in coming:
            each.cancel()
        if coming:
            await asyncio.wait(coming)
        for stream in streams:
            await stream.aclose()
