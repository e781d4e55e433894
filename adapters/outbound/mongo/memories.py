from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from application.ports.memories import Memories
from domain.accounts.memory import Memory
from domain.ids import UserId


@final
class MongoMemories(Memories):
    """One document a person, under their own id."""

    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["memories"], Memory, noun="memory")

    @override
    async def of(self, owner: UserId) -> Memory:
        return await self._rows.find_one({"_id": {"$eq": owner}}) or Memory(id=owner)

    @override
    async def save(self, memory: Memory) -> Memory:
        if memory.version == 0:
            return await self._rows.add(memory, taken="what is remembered has changed")
        return await self._rows.save(memory)
