from dataclasses import replace
from typing import final

from typing_extensions import override

from application.ports.memories import Memories
from domain.accounts.memory import Memory
from domain.errors import Conflict
from domain.ids import UserId


@final
class MemoryMemories(Memories):
    def __init__(self) -> None:
        self._by_owner: dict[UserId, Memory] = {}

    @override
    async def of(self, owner: UserId) -> Memory:
        return self._by_owner.get(owner, Memory(id=owner))

    @override
    async def save(self, memory: Memory) -> Memory:
        if (await self.of(memory.id)).version != memory.version:
            raise Conflict("what is remembered has changed")
        saved = replace(memory, version=memory.version + 1)
        self._by_owner[memory.id] = saved
        return saved
