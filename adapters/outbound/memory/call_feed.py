import asyncio
from collections.abc import AsyncGenerator
from typing import final

from typing_extensions import override

from application.ports.call_feed import CallFeed
from domain.transactions.transaction import Transaction


@final
class MemoryCallFeed(CallFeed):
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Transaction]] = set()

    @override
    async def publish(self, *transactions: Transaction) -> None:
        for listener in self._listeners:
            for each in transactions:
                listener.put_nowait(each)

    @override
    async def listen(self) -> AsyncGenerator[Transaction]:
        heard: asyncio.Queue[Transaction] = asyncio.Queue()
        self._listeners.add(heard)
        try:
            while True:
                yield await heard.get()
        finally:
            self._listeners.discard(heard)
