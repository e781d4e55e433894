"""Work that nobody waits for, so that how long it takes tells nobody what was found."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, final

from domain.errors import DomainError, Unavailable

_TRIES: Final = 3

Errand = Callable[[], Coroutine[Any, Any, None]]
Told = Callable[[DomainError], None]


@final
class Errands:
    """Lost when the process dies: who waits for a letter asks for another."""

    def __init__(self, *, told: Told, pause_s: float = 2.0) -> None:
        self._told = told
        self._pause_s = pause_s
        self._running: set[asyncio.Task[None]] = set()

    def run(self, errand: Errand) -> None:
        task = asyncio.create_task(self._done(errand))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def all_done(self) -> None:
        while self._running:
            await asyncio.wait(set(self._running))

    async def _done(self, errand: Errand) -> None:
        for number in range(1, _TRIES + 1):
            try:
                await errand()
            except Unavailable as error:
                if number == _TRIES:
                    self._told(error)
                    return
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(self._pause_s * number)
            except DomainError as error:
                self._told(error)
                return
            else:
                return
