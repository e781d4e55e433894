import asyncio
from collections import defaultdict
from typing import final

from typing_extensions import override

from application.ports.stop_signals import StopSignals
from domain.ids import GenerationId


@final
class MemoryStopSignals(StopSignals):
    def __init__(self) -> None:
        self._sent: defaultdict[GenerationId, asyncio.Event] = defaultdict(asyncio.Event)

    @override
    async def send(self, id: GenerationId) -> None:
        self._sent[id].set()

    @override
    async def wait(self, id: GenerationId) -> None:
        await self._sent[id].wait()
