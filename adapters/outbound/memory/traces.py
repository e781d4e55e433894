from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from typing_extensions import override

from adapters.outbound.memory.generation_log import MemoryGenerationLog
from adapters.outbound.memory.sessions import MemoryLiveSessions
from application.ports.personal_data import Traces
from domain.ids import SessionId


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryTraces(Traces):
    log: MemoryGenerationLog
    live: MemoryLiveSessions

    @override
    async def erase(self, ids: Collection[str]) -> None:
        self.log.erase(ids)
        await self.live.forget([SessionId(each) for each in ids])
