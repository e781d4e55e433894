from collections.abc import Sequence
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.provider_keys import ProviderKeys
from domain.catalog.own_key import ProviderKey, key_id
from domain.ids import UserId

_KEY: Final = TypeAdapter(ProviderKey)


@final
class MongoProviderKeys(ProviderKeys):
    """One document a person and provider, whose name says both."""

    def __init__(self, database: Database) -> None:
        self._collection = database["provider_keys"]

    @override
    async def put(self, key: ProviderKey) -> None:
        document: Document = _KEY.dump_python(key)
        del document["id"]
        with mongo_errors():
            await self._collection.update_one({"_id": key.id}, {"$set": document}, upsert=True)

    @override
    async def of(self, owner: UserId) -> Sequence[ProviderKey]:
        with mongo_errors():
            rows = self._collection.find({"owner": {"$eq": owner}})
            found = [_from_document(each) for each in await rows.to_list(None)]
        return sorted(found, key=lambda each: each.provider)

    @override
    async def remove(self, provider: str, *, owner: UserId) -> None:
        with mongo_errors():
            await self._collection.delete_one({"_id": {"$eq": key_id(owner, provider)}})


def _from_document(document: Document) -> ProviderKey:
    return _KEY.validate_python({"id": document.pop("_id"), **document})
