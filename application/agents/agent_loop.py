"""Model, calls of tools, results, model again: until the model has nothing more to call.

What comes out is one answer: a legal order of `domain.llm.events`, its blocks numbered through,
with what became of its calls told in between. Each round is a call of its own to `Metering`,
with holds and a row in the books. Closing the generator ends whatever goes on, the model's
connection and the tools alike.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from application.agents.round_events import RoundEvents
from application.agents.run_tool import AllowedTool, RunTool, Tools, again, begin
from application.call_record import Call
from application.cancelling import cancel
from application.metered_stream import MeteredStream
from application.metering import Metering
from application.ports.clock import Stopwatch
from application.ports.tools import ToolCaller
from domain.catalog.models import Model
from domain.llm.events import StreamEvent
from domain.llm.prompt import Prompt, ToolChoice
from domain.llm.usage import Usage
from domain.tools.rounds import AnswerPart, last_round, round_request, turns_of
from domain.tools.run import ToolRun
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Payer, Source, Transaction

ROUNDS_MAX: Final = 25
_COST_MAX: Final = NanoUsd(2_000_000_000)
_PARALLEL_MAX: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How far one answer may go: rounds, seconds, and nano-USD of the account's money."""

    rounds: int = ROUNDS_MAX
    time_s: float = 600.0
    cost: NanoUsd = _COST_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTask:
    """`request` begins the names of all rounds' calls; the first round's is just it.

    `before` is what the answer has already, up to the end of a step; `spent` what that cost.
    `can_ask`: there is a person who can be asked to agree to a call.
    """

    request: str
    source: Source
    payer: Payer
    model: Model
    prompt: Prompt
    tools: Tools = field(default_factory=dict[str, AllowedTool])
    caller: ToolCaller
    before: tuple[AnswerPart, ...] = ()
    spent: NanoUsd = ZERO
    caps: Caps = field(default_factory=Caps)
    can_ask: bool = True
    address: str = ""
    client: str = ""
    attended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChanged:
    """`at` counts the answer's parts: those of before, then its blocks."""

    at: int
    run: ToolRun


@dataclass(frozen=True, slots=True)
class Asking:
    """The end for now: somebody has to agree to a call, or not."""


@dataclass(frozen=True, slots=True)
class Capped:
    """The end, since the answer may not go further."""

    cap: Literal["time", "cost"]


Heard: TypeAlias = StreamEvent | RunChanged | Asking | Capped
Booked: TypeAlias = Callable[[Transaction], None]


@dataclass(slots=True)
class _Progress:
    task: AgentTask
    booked: Booked
    began_s: float
    parts: list[AnswerPart]
    round: int
    spent: NanoUsd
    used: Usage = field(default_factory=Usage)
    blocks: int = 0
    is_open: bool = True

    def pay(self, row: Transaction) -> None:
        self.booked(row)
        self.spent = NanoUsd(self.spent + (row.cost or ZERO))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLoop:
    metering: Metering
    run_tool: RunTool
    stopwatch: Stopwatch

    async def __call__(self, task: AgentTask, *, booked: Booked) -> AsyncGenerator[Heard]:
        """`booked` hears of every round's row in the books, also of one that is cut off.

        Raises as `Metering.open` does, at the first round or a later one.
        """
        progress = _Progress(
            task, booked, self.stopwatch(), list(task.before), last_round(task.before), task.spent
        )
        left_open = [
            (at, again(part, task.tools))
            for at, part in enumerate(task.before)
            if isinstance(part, ToolRun) and not part.has_ended
        ]
        async with aclosing(self._ran(progress, left_open)) as ran:
            async for changed in ran:
                yield changed
        while progress.is_open:
            if (end := self._end_before_a_round(progress)) is not None:
                yield end
                return
            async with aclosing(self._asked(progress)) as asked:
                async for heard in asked:
                    yield heard

    def _end_before_a_round(self, progress: _Progress) -> Asking | Capped | None:
        if any(isinstance(part, ToolRun) and part.state == "asking" for part in progress.parts):
            return Asking()
        if self._left_s(progress) <= 0:
            return Capped("time")
        return Capped("cost") if progress.spent >= progress.task.caps.cost else None

    def _left_s(self, progress: _Progress) -> float:
        return progress.task.caps.time_s - (self.stopwatch() - progress.began_s)

    async def _asked(self, progress: _Progress) -> AsyncGenerator[Heard]:
        """One round: what the model says, and then what its calls give."""
        progress.round += 1
        progress.is_open = False
        events = RoundEvents(offset=progress.blocks, used=progress.used)
        async with aclosing(self._said(progress, events)) as said:
            async for told in said:
                yield told
        begun = self._begun(progress, events)
        if events.end is None and self._left_s(progress) <= 0:
            yield Capped("time")
        elif begun:
            async with aclosing(self._called(progress, begun)) as called:
                async for changed in called:
                    yield changed
        elif events.end is not None:
            yield events.end

    async def _called(
        self, progress: _Progress, begun: Sequence[tuple[int, ToolRun]]
    ) -> AsyncGenerator[RunChanged]:
        progress.is_open = True
        for at, run in begun:
            yield RunChanged(at=at, run=run)
        async with aclosing(self._ran(progress, begun)) as ran:
            async for changed in ran:
                yield changed

    async def _said(self, progress: _Progress, events: RoundEvents) -> AsyncGenerator[StreamEvent]:
        async with self._opened(progress) as stream:
            async for event in stream:
                for told in events.take(event):
                    yield told
                if self._left_s(progress) <= 0:
                    return

    @asynccontextmanager
    async def _opened(self, progress: _Progress) -> AsyncGenerator[MeteredStream]:
        stream: MeteredStream | None = None
        try:
            async with self.metering.open(self._call(progress)) as stream:
                yield stream
        finally:
            if stream is not None and stream.transaction is not None:
                progress.pay(stream.transaction)

    def _begun(self, progress: _Progress, events: RoundEvents) -> Sequence[tuple[int, ToolRun]]:
        """The round's calls, each with its place among the answer's parts."""
        task, offset = progress.task, len(progress.parts)
        progress.used = events.usage
        progress.blocks += events.blocks
        progress.parts += events.parts()
        return [
            (
                offset + at,
                begin(call, round=progress.round, tools=task.tools, can_ask=task.can_ask),
            )
            for at, call in events.calls
        ]

    def _call(self, progress: _Progress) -> Call:
        task = progress.task
        is_last = progress.round >= task.caps.rounds
        turns = (*task.prompt.turns, *turns_of(progress.parts, thoughts=True))
        prompt = replace(task.prompt, turns=turns)
        if task.tools:
            offered = tuple(each.tool.spec.offered() for each in task.tools.values())
            prompt = replace(
                prompt,
                tools=offered,
                # The last word is the model's own: results that nobody reads are worth nothing.
                tool_choice=ToolChoice(mode="none") if is_last else task.prompt.tool_choice,
            )
        return Call(
            request=round_request(task.request, progress.round),
            source=task.source,
            payer=task.payer,
            model=task.model,
            prompt=prompt,
            streamed=True,
            address=task.address,
            client=task.client,
            attended=task.attended,
        )

    async def _ran(
        self, progress: _Progress, runs: Sequence[tuple[int, ToolRun]]
    ) -> AsyncGenerator[RunChanged]:
        """Those that may run, all at once; each is told of when it ends."""
        for at, run in runs:
            progress.parts[at] = run
        room = asyncio.Semaphore(_PARALLEL_MAX)
        loop = asyncio.get_running_loop()
        places = {
            loop.create_task(self._one(progress, run, room)): at
            for at, run in runs
            if run.state == "running"
        }
        waiting = set(places)
        try:
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when="FIRST_COMPLETED")
                for each in done:
                    progress.parts[places[each]] = each.result()
                    yield RunChanged(at=places[each], run=each.result())
        finally:
            await cancel(list(waiting))

    async def _one(self, progress: _Progress, run: ToolRun, room: asyncio.Semaphore) -> ToolRun:
        task, caller = progress.task, progress.task.caller
        async with room:
            return await self.run_tool(
                run,
                task.tools,
                caller=replace(caller, request=f"{task.request}:{run.id}", booked=progress.pay),
                within_s=max(self._left_s(progress), 0.0),
            )
