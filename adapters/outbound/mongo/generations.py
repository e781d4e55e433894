from collections.abc import Sequence
from dataclasses import asdict
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document, Filter
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.generations import Generations
from domain.conversations.generation import Generation
from domain.errors import NotFound
from domain.ids import GenerationId, UserId


@final
class MongoGenerations(Generations):
    def __init__(self, database: Database) -> None:
        self._collection = database["generations"]

    @override
    async def add(self, generation: Generation) -> None:
        document = asdict(generation)
        document["_id"] = document.pop("id")
        with mongo_errors(taken=f"generation {generation.id!r} is there already"):
            await self._collection.insert_one(document)

    @override
    async def get(self, id: GenerationId, *, owner: UserId) -> Generation:
        with mongo_errors():
            found = await self._collection.find_one({"_id": id, "owner": owner})
        if found is None:
            raise NotFound(f"no generation {id!r}")
        return _from_document(found)

    @override
    async def end(self, id: GenerationId) -> None:
        with mongo_errors():
            await self._collection.update_one({"_id": id}, {"$set": {"state": "ended"}})

    @override
    async def restart(self, id: GenerationId) -> Generation:
        with mongo_errors():
            await self._collection.update_one({"_id": id}, {"$inc": {"restarts": 1}})
            found = await self._collection.find_one({"_id": id})
        if found is None:
            raise NotFound(f"no generation {id!r}")
        return _from_document(found)

    @override
    async def running(self) -> Sequence[Generation]:
        return await self._find({"state": "running"})

    @override
    async def running_of(self, owner: UserId) -> Sequence[Generation]:
        return await self._find({"owner": owner, "state": "running"})

    async def _find(self, filter: Filter) -> Sequence[Generation]:
        with mongo_errors():
            found = await self._collection.find(filter).to_list(None)
        generations = [_from_document(each) for each in found]
        return sorted(generations, key=lambda each: (each.started_at, each.id))


def _from_document(document: Document) -> Generation:
    tools = tuple(document.pop("tools", ()))
    return Generation(id=document.pop("_id"), tools=tools, **document)
