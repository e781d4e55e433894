"""Saying that this process is there, every few seconds, until it has left."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from application.cancelling import cancel
from application.ports.instances import Instances
from domain.errors import Unavailable
from domain.system.instance import Instance

EVERY_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """`describe` says how the process is now. Nobody waits for this, and no store need be there."""

    instances: Instances
    describe: Callable[[], Instance]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            await cancel([beating])
            with suppress(Unavailable):
                await self.instances.leave(self.describe().id)

    async def _beat(self) -> None:
        while True:
            with suppress(Unavailable):
                await self.instances.announce(self.describe())
            await self.pause(EVERY_S)
