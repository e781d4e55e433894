from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.paging import newest_first
from adapters.outbound.mongo.text_search import holding
from application.ports.api_keys import ApiKeys
from domain.accounts.api_key import ApiKey
from domain.ids import KeyId, TeamId, UserId
from domain.paging import Page


@final
class MongoApiKeys(ApiKeys):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["api_keys"], ApiKey, noun="key")

    @override
    async def add(self, key: ApiKey) -> ApiKey:
        return await self._rows.add(key)

    @override
    async def get(self, id: KeyId) -> ApiKey:
        return await self._rows.get(id)

    @override
    async def save(self, key: ApiKey) -> ApiKey:
        return await self._rows.save(key)

    @override
    async def touch(self, id: KeyId, *, at: datetime) -> None:
        with mongo_errors():
            await self._rows.collection.update_one({"_id": id}, {"$set": {"last_used_at": at}})

    @override
    async def page(
        self,
        *,
        text: str = "",
        owner: UserId | TeamId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[ApiKey]:
        asked: list[Document] = []
        if text.strip():
            asked.append({"name": holding(text)})
        if owner is not None:
            asked.append({"$or": [{"user": owner}, {"team": owner}]})
        return await newest_first(
            self._rows.collection,
            {"$and": asked} if asked else {},
            by="created_at",
            cursor=cursor,
            limit=limit,
            read_row=self._rows.from_document,
        )
