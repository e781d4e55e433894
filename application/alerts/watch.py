"""One process of all evaluates the rules, delivers and clears away, each under a lease."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final, final

from application.cancelling import cancel
from application.ports.changes import Change, Changes
from application.ports.leases import Leases
from domain.errors import DomainError, Unavailable

LOOK_EVERY_S: Final = 5.0
DELIVER_EVERY_S: Final = 2.0
CLEAR_EVERY_S: Final = 3_600.0
LASTING: Final = timedelta(seconds=30)
RULES_CHANGED: Final = Change(subject="alerts:rules")
ALERTS_CHANGED: Final = Change(subject="alerts:state")
SUBJECT: Final = "alerts:"
"""What all that was changed about alerts begins with."""


@final
class WatchAlerts:
    """`told` hears of what went wrong with the watching itself."""

    def __init__(  # noqa: PLR0913 - what an instance is made of
        self,
        *,
        evaluate: Callable[[], Awaitable[int]],
        deliver: Callable[[], Awaitable[int]],
        clear: Callable[[], Awaitable[int]],
        leases: Leases,
        changes: Changes,
        process: str,
        told: Callable[[str, Exception], None],
    ) -> None:
        self._evaluate = evaluate
        self._deliver = deliver
        self._clear = clear
        self._leases = leases
        self._changes = changes
        self._process = process
        self._told = told
        self._woken = {
            "alerts": asyncio.Event(),
            "deliveries": asyncio.Event(),
            "old alerts": asyncio.Event(),
        }

    async def look(self) -> None:
        """Evaluate once, if it is ours to do so. Raises `Unavailable`."""
        if await self._is_ours("alerts") and await self._evaluate():
            await self._tell()

    async def deliver(self) -> None:
        """Deliver once, if it is ours to do so. Raises `Unavailable`."""
        if await self._is_ours("deliveries") and await self._deliver():
            await self._tell()

    async def clear(self) -> None:
        """Clear away once what is too old, if it is ours to do so. Raises `Unavailable`."""
        if await self._is_ours("old alerts") and await self._clear():
            await self._tell()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        loop = asyncio.get_running_loop()
        tasks = [
            loop.create_task(self._listen()),
            loop.create_task(self._repeat("alerts", self.look, LOOK_EVERY_S)),
            loop.create_task(self._repeat("deliveries", self.deliver, DELIVER_EVERY_S)),
            loop.create_task(self._repeat("old alerts", self.clear, CLEAR_EVERY_S)),
        ]
        try:
            yield
        finally:
            await cancel(tasks)
            with suppress(Unavailable):  # others need not wait until they run out
                for name in self._woken:
                    await self._leases.release(name, holder=self._process)

    async def _is_ours(self, name: str) -> bool:
        return await self._leases.take(name, holder=self._process, lasting=LASTING)

    async def _tell(self) -> None:
        with suppress(Unavailable):
            await self._changes.tell(ALERTS_CHANGED)

    async def _listen(self) -> None:
        async for change in self._changes.listen():
            if change == RULES_CHANGED:
                self._woken["alerts"].set()
            if change == ALERTS_CHANGED:
                self._woken["deliveries"].set()

    async def _repeat(self, name: str, work: Callable[[], Awaitable[None]], every_s: float) -> None:
        woken = self._woken[name]
        while True:
            woken.clear()
            try:
                await work()
            except DomainError as error:
                self._told(name, error)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may be good
                self._told(name, error)
            with suppress(TimeoutError):
                async with asyncio.timeout(every_s):
                    await woken.wait()
