"""Answers that are asked for all the time and change seldom.

An answer is asked for once by all who need it at the same time, is taken as it was for a
moment, and for longer while nobody can be asked.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from application.ports.clock import Clock
from domain.errors import Unavailable

Question = TypeVar("Question")
Answer = TypeVar("Answer")

FRESH: Final = timedelta(milliseconds=500)
TRUSTED: Final = timedelta(seconds=60)
KEPT_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Known(Generic[Answer]):
    answer: Answer
    at: datetime


class Remembered(Generic[Question, Answer]):
    """`fresh` is how late a change may be noticed, `trusted` how long an answer may stand alone.

    The answers that were asked for longest ago are forgotten beyond `kept_max`.
    """

    def __init__(
        self,
        ask: Callable[[Question], Awaitable[Answer]],
        *,
        clock: Clock,
        fresh: timedelta = FRESH,
        trusted: timedelta = TRUSTED,
        kept_max: int = KEPT_MAX,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._fresh = fresh
        self._trusted = trusted
        self._kept_max = kept_max
        self._known: OrderedDict[Question, _Known[Answer]] = OrderedDict()
        self._asking: dict[Question, asyncio.Task[Answer]] = {}

    async def __call__(self, question: Question) -> Answer:
        """Raises what asking raises; an error other than `Unavailable` ends what was known."""
        known = self._known.get(question)
        if known is not None and self._clock() - known.at < self._fresh:
            return known.answer
        try:
            # A caller who leaves does not take the others' answer along.
            return await asyncio.shield(self._asked(question))
        except Unavailable:
            if known is None or self._clock() - known.at > self._trusted:
                raise
            return known.answer

    def _asked(self, question: Question) -> asyncio.Task[Answer]:
        task = self._asking.get(question)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._find_out(question))
            task.add_done_callback(lambda done: self._answered(question, done))
            self._asking[question] = task
        return task

    async def _find_out(self, question: Question) -> Answer:
        at = self._clock()
        try:
            answer = await self._ask(question)
        except Unavailable:
            raise
        except BaseException:
            self._known.pop(question, None)
            raise
        self._known[question] = _Known(answer, at)
        self._known.move_to_end(question)
        while len(self._known) > self._kept_max:
            self._known.popitem(last=False)
        return answer

    def _answered(self, question: Question, task: asyncio.Task[Answer]) -> None:
        del self._asking[question]
        if not task.cancelled():
            task.exception()  # looked at, also when all who asked are gone
