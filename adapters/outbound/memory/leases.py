from datetime import datetime, timedelta
from typing import final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.leases import Leases


@final
class MemoryLeases(Leases):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[str, tuple[str, datetime]] = {}

    @override
    async def take(self, name: str, *, holder: str, lasting: timedelta) -> bool:
        if await self.holder_of(name) not in {None, holder}:
            return False
        self._held[name] = (holder, self._clock() + lasting)
        return True

    @override
    async def release(self, name: str, *, holder: str) -> None:
        if await self.holder_of(name) == holder:
            del self._held[name]

    @override
    async def holder_of(self, name: str) -> str | None:
        holder, ends_at = self._held.get(name, (None, self._clock()))
        return holder if self._clock() < ends_at else None
