from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database, Filter
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.paging import newest_first
from application.ports.conversations import Conversations
from domain.conversations.conversation import Conversation, Shelf
from domain.ids import ConversationId, ProjectId, UserId
from domain.paging import Page

# Conversations of earlier versions say nothing of any of these.
_KEPT: Final[Filter] = {"temporary": {"$ne": True}}
_ON: Final[Mapping[Shelf, Filter]] = {
    "open": {"archived": {"$ne": True}, "pinned": {"$ne": True}},
    "pinned": {"archived": {"$ne": True}, "pinned": True},
    "archived": {"archived": True},
}


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
    async def several(
        self, ids: Sequence[ConversationId], *, owner: UserId
    ) -> Sequence[Conversation]:
        with mongo_errors():
            found = await self._rows.collection.find({"_id": {"$in": list(ids)}}).to_list(None)
        rows = (self._rows.from_document(each) for each in found)
        mine = {row.id: row for row in rows if row.owner == owner}
        return tuple(mine[each] for each in ids if each in mine)

    @override
    async def owner_of(self, id: ConversationId) -> UserId:
        return (await self._rows.get(id)).owner

    @override
    async def save(self, conversation: Conversation) -> Conversation:
        return await self._rows.save(conversation)

    @override
    async def page(
        self,
        owner: UserId,
        *,
        shelf: Shelf,
        tag: str | None,
        project: ProjectId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[Conversation]:
        tagged = {} if tag is None else {"tags": {"$eq": tag}}
        within: Filter = {} if project is None else {"project": {"$eq": project or None}}
        return await newest_first(
            self._rows.collection,
            {"owner": {"$eq": owner}, **_KEPT, **_ON[shelf], **tagged, **within},
            by="updated_at",
            cursor=cursor,
            limit=limit,
            read_row=self._rows.from_document,
        )

    @override
    async def idle(
        self,
        *,
        before: datetime,
        temporary: bool,
        owner: UserId | None = None,
        limit: int,
    ) -> Sequence[Conversation]:
        which: Filter = {"temporary": {"$eq": True}} if temporary else _KEPT
        whose: Filter = {} if owner is None else {"owner": {"$eq": owner}}
        wanted = {**whose, **which, "pinned": {"$ne": True}, "updated_at": {"$lt": before}}
        with mongo_errors():
            rows = self._rows.collection.find(wanted).sort([("updated_at", 1)]).limit(limit)
            found = await rows.to_list(limit)
        return [self._rows.from_document(each) for each in found]

    @override
    async def delete(self, id: ConversationId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": id, "owner": {"$eq": owner}})
