"""An orderly end: streams may finish for a while; what is left then is told and closed."""

import asyncio


class Shutdown:
    """Two moments that long-lived work watches: the wish to stop, and the end of patience."""

    def __init__(self) -> None:
        self._wished = asyncio.Event()
        self._due = asyncio.Event()

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
            asyncio.get_running_loop().call_later(patience_s, self._due.set)

    async def wished(self) -> None:
        await self._wished.wait()

    async def due(self) -> None:
        await self._due.wait()
