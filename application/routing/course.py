"""The course of one call from one deployment to the next."""

from collections.abc import Sequence
from typing import Final, final

from application.call_record import CallRecord
from application.ports.chance import Draw
from application.ports.clock import Pause, Stopwatch
from application.routing.attempt import Attempt
from application.routing.candidates import Candidates
from application.routing.standings import Standings
from application.worst_case import worst_of
from domain.catalog.models import Model
from domain.errors import DomainError, Invalid
from domain.formats.passing import Passed, Piece
from domain.llm.events import Failed, Failure
from domain.routing.retrying import WAIT_MAX_S, Consequence, consequence_of, pause_s
from domain.routing.strategies import Candidate, choose

_TRIES_ELSEWHERE: Final[frozenset[Consequence]] = frozenset({"elsewhere", "again"})


@final
class Course:
    """`ends_s` is the one deadline of all attempts."""

    def __init__(
        self,
        record: CallRecord,
        candidates: Candidates,
        *,
        standings: Standings,
        stopwatch: Stopwatch,
        draw: Draw,
        pause: Pause,
    ) -> None:
        self.ends_s = stopwatch() + record.call.model.timeouts.all_s
        self._record = record
        self._model = record.call.model
        self._candidates = candidates
        self._standings = standings
        self._stopwatch = stopwatch
        self._draw = draw
        self._pause = pause
        self._places = candidates.own
        self._tried: set[tuple[str, str]] = set()
        self._last: Attempt | None = None
        self._impossible: DomainError | None = None
        self._retries = 0
        standings.earn(self._model)

    @property
    def has_unfiltered(self) -> bool:
        return bool(self._candidates.unfiltered)

    async def next_place(self) -> Model | None:
        """Who is asked next; `None` when `last_word` is to be told."""
        last = self._last
        if last is None or last.failure is None:
            return self._chosen(self._places) or self._chosen(self._candidates.usual)
        return await self._after(last, last.failure)

    def asks(self, place: Model) -> None:
        """Somebody is asked now: for the books."""
        last = self._last
        if last is not None and last.failure is not None:
            self._record.pass_over(last.failure, lasted_s=last.lasted_s, usage=last.told)
        self._record.ask(place)

    def failed(self, attempt: Attempt) -> None:
        self._tried.add(attempt.place.place)
        self._last = attempt

    def cannot(self, place: Model, error: DomainError) -> None:
        """A deployment cannot be asked this at all."""
        self._tried.add(place.place)
        self._impossible = error

    def last_word(self) -> Piece:
        """What is told of the failure: what the last one said."""
        last = self._last
        if last is not None and last.last_piece is not None:
            self._record.failed_with = last.told
            return last.last_piece
        return Passed(None, (Failed(self._unasked()),))

    async def _after(self, last: Attempt, failure: Failure) -> Model | None:
        now_s = self._stopwatch()
        done = self._record.attempts >= self._model.attempts or now_s >= self.ends_s
        if done or self._record.left:
            return None
        consequence = consequence_of(failure.kind)
        place = self._elsewhere(consequence)
        if place is not None:
            return place if self._standings.spend(self._model, elsewhere=True) else None
        return await self._again(last.place, failure) if consequence == "again" else None

    def _elsewhere(self, consequence: Consequence) -> Model | None:
        if consequence == "longer":
            self._places = self._candidates.longer
        elif consequence == "unfiltered":
            self._places = self._candidates.unfiltered
        elif consequence not in _TRIES_ELSEWHERE:
            return None
        place = self._chosen(self._places)
        if place is None and consequence in _TRIES_ELSEWHERE:
            place = self._chosen(self._candidates.usual)
        return place

    async def _again(self, place: Model, failure: Failure) -> Model | None:
        """The same one, a little later, if it is not too late then and none has given it up."""
        standing = self._standings.of(place)
        wait_s = pause_s(self._retries, draw=self._draw(), retry_after_s=failure.retry_after_s)
        in_time = wait_s <= WAIT_MAX_S and self._stopwatch() + wait_s < self.ends_s
        if standing.breaker.is_open or not in_time:
            return None
        if not self._standings.spend(self._model, elsewhere=False):
            return None
        self._retries += 1
        await self._pause(wait_s)
        return place if standing.allows(self._stopwatch()) else None

    def _chosen(self, places: Sequence[Model]) -> Model | None:
        now_s = self._stopwatch()
        if len(places) == 1 and not self._tried:
            return places[0] if self._standings.of(places[0]).allows(now_s) else None
        ready = [
            place
            for place in places
            if place.place not in self._tried and self._standings.of(place).allows(now_s)
        ]
        if len(ready) < 2 or self._model.strategy == "priority":  # noqa: PLR2004 - no choice
            return ready[0] if ready else None
        standing = [self._candidate(place, now_s) for place in ready]
        return ready[choose(standing, self._model.strategy, draw=self._draw())]

    def _candidate(self, place: Model, now_s: float) -> Candidate:
        standing = self._standings.of(place)
        return Candidate(
            weight=place.weight,
            busy=standing.busy,
            latency_s=None if standing.latency is None else standing.latency.at(now_s),
            cost=self._cost(place) if self._model.strategy == "lowest_cost" else None,
        )

    def _cost(self, place: Model) -> int | None:
        call = self._record.call
        usage = worst_of(call, place, input_tokens=self._record.input_tokens)
        return place.cost(usage, call.task)

    def _unasked(self) -> Failure:
        """Nobody could be asked: they rest, or it cannot be told to any of them."""
        if self._impossible is not None and self._tried:
            senseless = isinstance(self._impossible, Invalid)
            return Failure(
                kind="bad_request" if senseless else "unreachable", message=str(self._impossible)
            )
        now_s = self._stopwatch()
        standing = min(
            (self._standings.of(place) for place in self._candidates),
            key=lambda each: each.rests_s(now_s),
        )
        limited = standing.failed_by == "rate_limited"
        return Failure(
            kind="rate_limited" if limited else "overloaded",
            message=f"the providers of {self._model.name!r} do not answer; ask again later",
            retry_after_s=max(1.0, standing.rests_s(now_s)),
        )
