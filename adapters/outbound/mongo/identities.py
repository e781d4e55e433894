from collections.abc import Sequence
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.identities import Identities
from domain.accounts.identity import Identity
from domain.ids import UserId

_IDENTITY: Final = TypeAdapter(Identity)


@final
class MongoIdentities(Identities):
    """The digest of who it is is the document's name: of many who add it at once one does."""

    def __init__(self, database: Database) -> None:
        self._collection = database["identities"]

    @override
    async def add(self, identity: Identity) -> None:
        document: Document = _IDENTITY.dump_python(identity)
        document["_id"] = document.pop("id")
        with mongo_errors(taken="this identity leads to an account already"):
            await self._collection.insert_one(document)

    @override
    async def find(self, id: str) -> Identity | None:
        with mongo_errors():
            found = await self._collection.find_one({"_id": {"$eq": id}})
        return None if found is None else _from_document(found)

    @override
    async def of(self, user: UserId) -> Sequence[Identity]:
        with mongo_errors():
            rows = self._collection.find({"user": {"$eq": user}})
            found = [_from_document(each) for each in await rows.to_list(None)]
        return sorted(found, key=lambda each: (each.linked_at, each.id))

    @override
    async def remove(self, id: str, *, user: UserId) -> None:
        with mongo_errors():
            await self._collection.delete_one({"_id": {"$eq": id}, "user": {"$eq": user}})


def _from_document(document: Document) -> Identity:
    return _IDENTITY.validate_python({"id": document.pop("_id"), **document})
