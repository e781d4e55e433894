from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.paging import newest_first
from application.ports.conversations import Conversations
from domain.conversations.conversation import Conversation
from domain.ids import ConversationId, UserId
from domain.paging import Page


@final
class MongoConversations(Conversations):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["conversations"], Conversation, noun="conversation")

    @override
    async def add(self, conversation: Conversation) -> Conversation:
        return await self._rows.add(conversation)

    @override
    async def get(self, id: ConversationId, *, owner: UserId) -> Conversation:
        return await self._rows.get(id, owner=owner)

    @override
    async def save(self, conversation: Conversation) -> Conversation:
        return await self._rows.save(conversation)

    @override
    async def page(self, owner: UserId, *, cursor: str | None, limit: int) -> Page[Conversation]:
        return await newest_first(
            self._rows.collection,
            {"owner": {"$eq": owner}},
            by="updated_at",
            cursor=cursor,
            limit=limit,
            read_row=self._rows.from_document,
        )

    @override
    async def delete(self, id: ConversationId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": id, "owner": {"$eq": owner}})
