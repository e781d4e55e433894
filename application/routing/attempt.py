"""One question to one deployment, until something of its answer is there."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing
from dataclasses import replace
from types import TracebackType
from typing import Final, Self, TypeAlias, final

from application.ports.clock import Stopwatch
from application.routing.standings import Standing
from domain.catalog.models import Model
from domain.formats.passing import Passed, Piece, Refused
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    Finished,
    RefusalOpened,
    Sent,
    Started,
    StreamEvent,
    TextOpened,
    ThinkingOpened,
    UsageReported,
)
from domain.llm.usage import Usage

_PRELUDE: Final = (
    Sent,
    Started,
    UsageReported,
    TextOpened,
    ThinkingOpened,
    RefusalOpened,
    BlockClosed,
)
"""What says nothing yet: after it another deployment may still be asked."""
_HELD_MAX: Final = 200
_LATE: Final = Failure(kind="timeout", message="the provider took too long to answer")
_REFUSED: Final = Failure(kind="content_policy", message="the provider refused the content")
Tell: TypeAlias = Callable[[], Awaitable[tuple[Piece, ...]]]
"""Ask, and return all of the answer."""


@final
class Attempt:
    """A context in which the deployment is busy.

    `failure` is why it gave no answer, `last_piece` how that is told; both are `None` before.
    `held` is what was said and is held back, `told` what a failed one said that it had taken.
    """

    def __init__(
        self,
        place: Model,
        answer: AsyncGenerator[Piece] | Tell,
        *,
        standing: Standing,
        stopwatch: Stopwatch,
        decision_s: float | None,
        refusal_fails: bool,
    ) -> None:
        self.place = place
        self._answer = answer
        self.failure: Failure | None = None
        self.last_piece: Piece | None = None
        self.lasted_s = 0.0
        self.told: Usage | None = None
        self._standing = standing
        self._stopwatch = stopwatch
        self._refusal_fails = refusal_fails
        self._began_s = stopwatch()
        self._decision_s = decision_s
        self.held: list[Piece] = []
        self._is_probe = standing.breaker.is_open
        self._is_decided = False
        self._is_timed = place.strategy == "lowest_latency"
        standing.breaker = standing.breaker.asked(self._began_s)

    def __enter__(self) -> Self:
        self._standing.busy += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._standing.busy -= 1

    @property
    def is_open(self) -> bool:
        """Whether it is still undecided."""
        return not self._is_decided

    @property
    def stream(self) -> AsyncGenerator[Piece]:
        """The answer piece by piece. To be asked for once."""
        answer = self._answer
        return _at_its_end(answer) if callable(answer) else answer

    async def tell(self, hear: Callable[[Piece], None]) -> None:
        """Tell all that may be told of the answer, to its end; nothing of one that failed."""
        answer = self._answer
        if not callable(answer):
            await self._tell_stream(answer, hear)
            return
        for piece in await self._in_time(answer()):
            for each in self._judged(piece) if self.is_open else (piece,):
                hear(each)
        if self.is_open:
            for each in self._begun():
                hear(each)

    async def _tell_stream(
        self, answer: AsyncGenerator[Piece], hear: Callable[[Piece], None]
    ) -> None:
        async with aclosing(answer) as stream:
            while self.is_open:
                for piece in await self.read(stream):
                    hear(piece)
            if self.failure is None:
                async for piece in stream:
                    hear(piece)

    async def read(self, stream: AsyncGenerator[Piece]) -> tuple[Piece, ...]:
        """Wait for the next piece, and return what may be told now."""
        told = await self._in_time(_next(stream))
        return self._judged(told[0]) if told else self._begun()

    def _judged(self, piece: Piece) -> tuple[Piece, ...]:
        """What may be told now.

        Sound and pictures are bytes of their own kind; all else is told by what it means.
        What does not decide is held back: when the attempt fails, nobody has heard of it. That
        what was dropped of the question may be told at once.
        """
        decides = isinstance(piece, Passed) and piece.media_type is not None
        sent = bool(piece.events)
        for event in piece.events:
            if isinstance(event, Failed):
                self._fail(event.failure, piece)
                return ()
            if not isinstance(event, _PRELUDE):
                if self._refusal_fails and _is_refusal(event):
                    self._fail(_REFUSED, piece)
                    return ()
                decides, sent = True, False
                break
            sent = sent and isinstance(event, Sent)
        if sent:
            return (piece,)
        self.held.append(piece)
        return self._begun() if decides or len(self.held) >= _HELD_MAX else ()

    def over(self, failure: Failure | None) -> None:
        """The answer has ended, well or not."""
        if failure is None:
            self._standing.succeeded()
        else:
            self._standing.failed(failure, now_s=self._stopwatch(), probe=False)

    async def _in_time(self, told: Awaitable[tuple[Piece, ...]]) -> tuple[Piece, ...]:
        if self._decision_s is None:  # its adapter minds the deadline
            return await told
        try:
            left_s = self._began_s + self._decision_s - self._stopwatch()
            async with asyncio.timeout(left_s):
                return await told
        except TimeoutError:
            return (Passed(None, (Failed(_LATE),)),)

    def _begun(self) -> tuple[Piece, ...]:
        self._is_decided = True
        self._standing.began()
        if self._is_timed:
            now_s = self._stopwatch()
            self._standing.took(now_s - self._began_s, now_s=now_s)
        held, self.held = tuple(self.held), []
        return held

    def _fail(self, failure: Failure, piece: Piece) -> None:
        self._is_decided = True
        if self.place.is_paid_by_them:
            failure, piece = _of_theirs(failure, piece)
        self.failure, self.last_piece = failure, piece
        self.told = _told([*self.held, piece])
        self.held = []
        now_s = self._stopwatch()
        self.lasted_s = now_s - self._began_s
        self._standing.failed(failure, now_s=now_s, probe=self._is_probe)


def _of_theirs(failure: Failure, piece: Piece) -> tuple[Failure, Piece]:
    """The same, as said of a person's own key."""
    marked = replace(failure, own_key=True)
    if isinstance(piece, Refused):
        return marked, replace(piece, failure=marked)
    events = (Failed(marked) if isinstance(each, Failed) else each for each in piece.events)
    return marked, replace(piece, events=tuple(events))


async def _next(stream: AsyncGenerator[Piece]) -> tuple[Piece, ...]:
    """One, or none at the end."""
    piece = await anext(stream, None)
    return () if piece is None else (piece,)


async def _at_its_end(tell: Tell) -> AsyncGenerator[Piece]:
    for piece in await tell():
        yield piece


def _told(pieces: Iterable[Piece]) -> Usage | None:
    """What a provider counted last, if it can be believed."""
    told = [
        event.usage
        for piece in pieces
        for event in piece.events
        if isinstance(event, UsageReported) and event.usage.is_plausible
    ]
    return told[-1] if told else None


def _is_refusal(event: StreamEvent) -> bool:
    """An end before anything was said."""
    return isinstance(event, Finished) and event.reason == "refusal"
