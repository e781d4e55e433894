"""From a call to an answer: which deployment is asked, and which next when that one fails.

Until something of an answer is there, nobody has heard of it, and another may be asked; after
that the answer is what it is. On the usual way, the first answers, this costs microseconds.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, final

from application.call_record import Call, CallRecord
from application.ports.chance import Draw
from application.ports.clock import Pause, Stopwatch
from application.ports.language_models import ModelCatalog
from application.routing.attempt import Attempt
from application.routing.candidates import Candidates, candidates_of
from application.routing.course import Course
from application.routing.standings import Standings
from domain.accounts.access import Grants
from domain.catalog.models import Model
from domain.errors import DomainError
from domain.formats.passing import Piece


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer to come, of which nothing has been started. `streams`: it comes bit by bit."""

    pieces: AsyncGenerator[Piece]
    streams: bool


@dataclass(frozen=True, slots=True)
class AskedWhole:
    """An answer that comes in one piece: `tell` asks, and waits for all of it."""

    tell: Callable[[], Awaitable[tuple[Piece, ...]]]


Ask: TypeAlias = Callable[[Model], Asked | AskedWhole]
"""Ask a model as one deployment serves it.

May raise `NotFound` and `Invalid`, for a deployment that cannot be asked so.
"""
_LEAST_S: Final = 0.001


@final
class Routing:
    def __init__(
        self, *, catalog: ModelCatalog, stopwatch: Stopwatch, draw: Draw, pause: Pause
    ) -> None:
        self._catalog = catalog
        self._stopwatch = stopwatch
        self._draw = draw
        self._pause = pause
        self._standings = Standings()

    def forget(self) -> None:
        """Know nothing of any deployment, as after a start: what was changed may be well now."""
        self._standings = Standings()

    def resting(self) -> Sequence[tuple[str, str]]:
        """Provider and upstream name of those that are left alone, as they failed."""
        return self._standings.resting()

    async def candidates(self, call: Call, grants: Grants) -> Candidates:
        """Who may be asked. Raises `Forbidden` when nobody may, for want of a price."""
        return await candidates_of(call, grants, self._catalog)

    async def answer(
        self, record: CallRecord, candidates: Candidates, ask: Ask
    ) -> AsyncGenerator[Piece]:
        """Ask one after the other, until one answers or none is left; each attempt is recorded.

        Closing this closes the connection to the one that is asked.
        """
        course = self._course(record, candidates)
        while (place := await course.next_place()) is not None:
            attempt = self._begin(place, record, course, ask)
            if attempt is None:
                continue
            with attempt:
                try:
                    async with aclosing(attempt.stream) as stream:
                        while attempt.is_open:
                            for piece in await attempt.read(stream):
                                yield piece
                        if attempt.failure is None:
                            async for piece in stream:
                                yield piece
                            attempt.over(record.failure)
                            return
                finally:
                    if attempt.held:
                        record.hear(attempt.held)
            course.failed(attempt)
        yield course.last_word()

    async def whole(
        self, record: CallRecord, candidates: Candidates, ask: Ask, hear: Callable[[Piece], None]
    ) -> None:
        """The same for an answer that nobody hears before its end; `hear` is told each piece."""
        course = self._course(record, candidates)
        while (place := await course.next_place()) is not None:
            attempt = self._begin(place, record, course, ask)
            if attempt is None:
                continue
            with attempt:
                try:
                    await attempt.tell(hear)
                    if attempt.failure is None:
                        attempt.over(record.failure)
                        return
                finally:
                    if attempt.held:
                        record.hear(attempt.held)
            course.failed(attempt)
        hear(course.last_word())

    def _course(self, record: CallRecord, candidates: Candidates) -> Course:
        return Course(
            record,
            candidates,
            standings=self._standings,
            stopwatch=self._stopwatch,
            draw=self._draw,
            pause=self._pause,
        )

    def _begin(self, place: Model, record: CallRecord, course: Course, ask: Ask) -> Attempt | None:
        if record.attempts:
            left_s = max(_LEAST_S, course.ends_s - self._stopwatch())
            place = replace(place, timeouts=replace(place.timeouts, total_s=left_s))
        try:
            asked = ask(place)
        except DomainError as error:
            course.cannot(place, error)
            return None
        course.asks(place)
        return Attempt(
            place,
            asked.pieces if isinstance(asked, Asked) else asked.tell,
            standing=self._standings.of(place),
            stopwatch=self._stopwatch,
            decision_s=place.timeouts.decision_s(
                streamed=isinstance(asked, Asked) and asked.streams
            ),
            refusal_fails=course.has_unfiltered,
        )
