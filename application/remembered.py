"""Answers that are asked for all the time and change seldom.

An answer is asked for once by all who need it at the same time, is taken as it was for a
moment, and for longer while nobody can be asked or whoever is asked takes too long.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from application.ports.clock import Clock
from domain.errors import Unavailable

Question = TypeVar("Question")
Answer = TypeVar("Answer")

FRESH: Final = timedelta(milliseconds=500)
TRUSTED: Final = timedelta(hours=2)
"""Longer than MongoDB may be away: calls go on for whoever is known."""
PATIENCE_S: Final = 0.2
"""How long somebody waits for news of what is known; nobody does where none came last time."""
LAST_PATIENCE_S: Final = 2.0
"""How long somebody waits who is not known; then nobody can say."""
KEPT_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Known(Generic[Answer]):
    """`at` is when it was so; `tried` when somebody last wanted to know better."""

    answer: Answer
    at: datetime
    tried: datetime


class Remembered(Generic[Question, Answer]):
    """A change is noticed within `FRESH`; for `TRUSTED` an answer may stand alone.

    The answers that were asked for longest ago are forgotten beyond `kept_max`. `name` is what a
    question is remembered by, where it is not to be kept itself.
    """

    def __init__(
        self,
        ask: Callable[[Question], Awaitable[Answer]],
        *,
        clock: Clock,
        kept_max: int = KEPT_MAX,
        patience_s: float = PATIENCE_S,
        name: Callable[[Question], Hashable] = lambda question: question,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._kept_max = kept_max
        self._patience_s = patience_s
        self._name = name
        self._known: OrderedDict[Hashable, _Known[Answer]] = OrderedDict()
        self._asking: dict[Hashable, asyncio.Task[Answer]] = {}
        self._doubts = 0
        self._endings = 0
        self._is_away = False

    async def __call__(self, question: Question) -> Answer:
        """Raises what asking raises; an error other than `Unavailable` ends what was known."""
        name, now = self._name(question), self._clock()
        known = self._known.get(name)
        if known is not None and now - known.at > TRUSTED:
            known = None
        if known is not None and now - known.tried < FRESH:
            return known.answer
        # A caller who leaves does not take the others' answer along.
        asking = asyncio.shield(self._asked(name, question))
        if known is None:
            try:
                return await asyncio.wait_for(asking, LAST_PATIENCE_S)
            except TimeoutError:
                raise Unavailable("whoever could say takes too long") from None
        try:
            return await asyncio.wait_for(asking, 0 if self._is_away else self._patience_s)
        except (Unavailable, TimeoutError):
            self._is_away = True
            if self._known.get(name) is known:
                self._known[name] = replace(known, tried=now)
            return known.answer

    def doubt(self, about: Callable[[Hashable, Answer], bool], *, forget: bool = False) -> None:
        """Ask anew for what this is about, by name and answer; or know nothing of it at once.

        What is being asked for now may have been so before: nobody else is given it, unless
        nobody can be asked.
        """
        self._doubts += 1
        self._endings += forget
        self._asking.clear()
        for name in [name for name, known in self._known.items() if about(name, known.answer)]:
            if forget:
                del self._known[name]
            else:
                known = self._known[name]
                self._known[name] = replace(known, tried=known.tried - FRESH)

    def _asked(self, name: Hashable, question: Question) -> asyncio.Task[Answer]:
        task = self._asking.get(name)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._find_out(name, question))
            task.add_done_callback(lambda done: self._answered(name, done))
            self._asking[name] = task
        return task

    async def _find_out(self, name: Hashable, question: Question) -> Answer:
        at, doubts, endings = self._clock(), self._doubts, self._endings
        try:
            answer = await self._ask(question)
        except Unavailable:
            raise
        except BaseException:
            self._is_away = False
            self._known.pop(name, None)
            raise
        self._is_away = False
        known = self._known.get(name)
        if endings != self._endings or (known is not None and known.at > at):
            return answer
        self._known[name] = _Known(answer, at, at if doubts == self._doubts else at - FRESH)
        self._known.move_to_end(name)
        while len(self._known) > self._kept_max:
            self._known.popitem(last=False)
        return answer

    def _answered(self, name: Hashable, task: asyncio.Task[Answer]) -> None:
        if self._asking.get(name) is task:
            del self._asking[name]
        if not task.cancelled():
            task.exception()  # looked at, also when all who asked are gone
