from collections.abc import Sequence
from datetime import datetime
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.shared_links import SharedLinks
from domain.conversations.sharing import SharedLink
from domain.errors import NotFound
from domain.ids import ShareId, UserId

_LINK: Final = TypeAdapter(SharedLink)


@final
class MongoSharedLinks(SharedLinks):
    """One document a link; its messages are rows of `messages`."""

    def __init__(self, database: Database) -> None:
        self._collection = database["shared_links"]

    @override
    async def add(self, link: SharedLink) -> None:
        document: Document = _LINK.dump_python(link)
        document["_id"] = document.pop("id")
        with mongo_errors(taken="this link is there already"):
            await self._collection.insert_one(document)

    @override
    async def get(self, id: ShareId) -> SharedLink:
        with mongo_errors():
            found = await self._collection.find_one({"_id": {"$eq": id}})
        if found is None:
            raise NotFound("this link leads nowhere, or no more")
        return _from_document(found)

    @override
    async def of_owner(self, owner: UserId) -> Sequence[SharedLink]:
        with mongo_errors():
            rows = self._collection.find({"owner": {"$eq": owner}})
            found = await rows.sort([("created_at", -1), ("_id", -1)]).to_list(None)
        return [_from_document(each) for each in found]

    @override
    async def ended(self, at: datetime, *, limit: int) -> Sequence[SharedLink]:
        with mongo_errors():
            rows = self._collection.find({"expires_at": {"$lte": at}}).limit(limit)
            return [_from_document(each) for each in await rows.to_list(limit)]

    @override
    async def remove(self, id: ShareId) -> None:
        with mongo_errors():
            await self._collection.delete_one({"_id": {"$eq": id}})


def _from_document(document: Document) -> SharedLink:
    return _LINK.validate_python({"id": document.pop("_id"), **document})
