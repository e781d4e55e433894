"""An orderly end: streams may finish for a while; what is left then is told and closed."""

import asyncio
from collections.abc import Callable


class Shutdown:
    """Two moments that long-lived work watches: the wish to stop, and the end of patience."""

    def __init__(self) -> None:
        self._wished = asyncio.Event()
        self._due = asyncio.Event()
        self._told: set[Callable[[], None]] = set()

    @property
    def is_wished(self) -> bool:
        return self._wished.is_set()

    @property
    def is_due(self) -> bool:
        return self._due.is_set()

    def begin(self, *, patience_s: float) -> None:
        """Call from the event loop, once the process was asked to end."""
        if not self._wished.is_set():
            self._wished.set()
            asyncio.get_running_loop().call_later(patience_s, self._end)

    async def wished(self) -> None:
        await self._wished.wait()

    async def due(self) -> None:
        await self._due.wait()

    def tell(self, hear: Callable[[], None]) -> None:
        """Call `hear` at the end of patience, unless it is told off before."""
        self._told.add(hear)

    def tell_off(self, hear: Callable[[], None]) -> None:
        self._told.discard(hear)

    def _end(self) -> None:
        self._due.set()
        for hear in [*self._told]:
            hear()
