"""Every process says of itself how it is, every few seconds."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from application.cancelling import cancel
from application.ports.clock import Clock
from application.ports.pulses import Pulse, Pulses, RestingPlace
from domain.errors import Unavailable

BEAT_EVERY_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatPulse:
    """`resting` are the deployments that this process keeps away from now."""

    pulses: Pulses
    process: str
    resting: Callable[[], Sequence[tuple[str, str]]]
    behind_s: Callable[[], int]
    clock: Clock

    async def __call__(self) -> None:
        """Raises `Unavailable`."""
        places = tuple(
            RestingPlace(provider=provider, upstream=upstream)
            for provider, upstream in self.resting()
        )
        await self.pulses.beat(
            Pulse(process=self.process, at=self.clock(), resting=places, behind_s=self.behind_s())
        )

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        beating = asyncio.get_running_loop().create_task(self._beat())
        try:
            yield
        finally:
            await cancel([beating])

    async def _beat(self) -> None:
        while True:
            with suppress(Unavailable):
                await self()
            await asyncio.sleep(BEAT_EVERY_S)
