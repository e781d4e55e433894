import asyncio
from collections.abc import AsyncGenerator
from typing import final

from typing_extensions import override

from application.ports.changes import Change, Changes


@final
class MemoryChanges(Changes):
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Change]] = set()

    @override
    async def tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener.put_nowait(change)

    @override
    async def listen(self) -> AsyncGenerator[Change]:
        heard: asyncio.Queue[Change] = asyncio.Queue()
        self._listeners.add(heard)
        try:
            while True:
                yield await heard.get()
        finally:
            self._listeners.discard(heard)
