from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows, newest_first
from application.ports.conversations import Conversations
from domain.conversations.conversation import NO_PROJECT, Conversation, Shelf
from domain.errors import NotFound
from domain.ids import ConversationId, ProjectId, UserId
from domain.paging import Page


@final
class MemoryConversations(Conversations):
    def __init__(self) -> None:
        self._rows: VersionedRows[Conversation] = VersionedRows(noun="conversation")

    @override
    async def add(self, conversation: Conversation) -> Conversation:
        return self._rows.add(conversation)

    @override
    async def get(self, id: ConversationId, *, owner: UserId) -> Conversation:
        conversation = self._rows.get(id)
        if conversation.owner != owner:
            raise NotFound(f"no conversation {id!r}")
        return conversation

    @override
    async def several(
        self, ids: Sequence[ConversationId], *, owner: UserId
    ) -> Sequence[Conversation]:
        mine = {each.id: each for each in self._rows.all() if each.owner == owner}
        return tuple(mine[each] for each in ids if each in mine)

    @override
    async def owner_of(self, id: ConversationId) -> UserId:
        return self._rows.get(id).owner

    @override
    async def save(self, conversation: Conversation) -> Conversation:
        return self._rows.save(conversation)

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
        mine = [
            each
            for each in self._rows.all()
            if each.owner == owner
            and each.shelf == shelf
            and not each.temporary
            and (tag is None or tag in each.tags)
            and (project is None or project == (each.project or NO_PROJECT))
        ]
        return newest_first(
            mine, key=lambda each: (each.updated_at, each.id), cursor=cursor, limit=limit
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
        found = [
            each
            for each in self._rows.all()
            if each.updated_at < before
            and each.temporary == temporary
            and not each.pinned
            and owner in {None, each.owner}
        ]
        return sorted(found, key=lambda each: each.updated_at)[:limit]

    @override
    async def delete(self, id: ConversationId, *, owner: UserId) -> None:
        if any(each.id == id and each.owner == owner for each in self._rows.all()):
            self._rows.remove(id)

    def erase(self, owner: UserId) -> set[str]:
        return self._rows.remove_all(lambda each: each.owner == owner)
