"""A clock that nobody waits for: with nothing else to do it is time for the next appointment."""

import asyncio
from collections.abc import Coroutine
from selectors import DefaultSelector, SelectorKey
from typing import TypeVar, final

Result = TypeVar("Result")


class _Impatient(DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.ahead_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if not timeout:
            return super().select(timeout)
        self.ahead_s += timeout
        return super().select(0)


@final
class _HurriedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        return super().time() + self._impatient.ahead_s


def run_hurried(story: Coroutine[object, object, Result]) -> Result:
    """Run `story` on a loop whose timers cost no time. It must not wait for another thread."""
    with asyncio.Runner(loop_factory=_HurriedLoop) as runner:
        return runner.run(story)
