"""Whatever use case stores a text, it can be found from then on, unless it is temporary.

A text is in the index before it is stored, and out of it before it is deleted: what a crash
leaves between the two is a place without a text, which no search shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, final

from typing_extensions import override

from application.ports.conversations import Conversations
from application.ports.messages import Messages
from application.ports.search_index import SearchIndex
from domain.conversations.branches import Tree
from domain.conversations.conversation import Conversation, Shelf
from domain.conversations.message import Message
from domain.errors import NotFound
from domain.files.use import FileUse
from domain.ids import ConversationId, FileId, MessageId, ProjectId, UserId
from domain.paging import Page
from domain.search.entry import entry_of_message, entry_of_title

_REMEMBERED_MAX: Final = 10_000
_AT_ONCE: Final = 200
_UNKNOWN: Final = ""  # no conversation has this title
_GROWING: Final = frozenset({"streaming", "asking"})


@final
@dataclass(frozen=True, slots=True)
class SearchableConversations(Conversations):
    """Keeps titles findable. `messages` are those themselves, not the searchable ones."""

    conversations: Conversations
    messages: Messages
    index: SearchIndex
    _titles: dict[ConversationId, str | None] = field(
        default_factory=dict[ConversationId, str | None]
    )

    @override
    async def add(self, conversation: Conversation) -> Conversation:
        """A copy comes after its messages: only now it is known whose they are."""
        if conversation.active_leaf is not None and not conversation.temporary:
            await self._add_messages(conversation)
            await self.index.add([entry_of_title(conversation)])
        return await self.conversations.add(conversation)

    async def _add_messages(self, conversation: Conversation) -> None:
        ids = (await self.messages.tree(conversation.id)).all()
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            found = await self.messages.several(some, conversation=conversation.id)
            await self.index.add(
                [entry_of_message(each, owner=conversation.owner) for each in found if each.text]
            )

    @override
    async def save(self, conversation: Conversation) -> Conversation:
        before = self._titles.get(conversation.id, _UNKNOWN)
        is_kept_now = before is None and not conversation.temporary
        if is_kept_now:
            await self._add_messages(conversation)
        if not conversation.temporary and conversation.title != before:
            await self.index.add([entry_of_title(conversation)])
        saved = await self.conversations.save(conversation)
        if is_kept_now:  # An answer may have ended between the two.
            await self._add_messages(conversation)
        self._remember(saved)
        return saved

    @override
    async def get(self, id: ConversationId, *, owner: UserId) -> Conversation:
        found = await self.conversations.get(id, owner=owner)
        self._remember(found)
        return found

    def _remember(self, conversation: Conversation) -> None:
        if len(self._titles) >= _REMEMBERED_MAX:
            self._titles.clear()
        self._titles[conversation.id] = None if conversation.temporary else conversation.title

    @override
    async def several(
        self, ids: Sequence[ConversationId], *, owner: UserId
    ) -> Sequence[Conversation]:
        return await self.conversations.several(ids, owner=owner)

    @override
    async def owner_of(self, id: ConversationId) -> UserId:
        return await self.conversations.owner_of(id)

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
        return await self.conversations.page(
            owner, shelf=shelf, tag=tag, project=project, cursor=cursor, limit=limit
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
        return await self.conversations.idle(
            before=before, temporary=temporary, owner=owner, limit=limit
        )

    @override
    async def delete(self, id: ConversationId, *, owner: UserId) -> None:
        if await self.conversations.several([id], owner=owner):
            await self.index.forget(id)
        await self.conversations.delete(id, owner=owner)


@final
@dataclass(frozen=True, slots=True)
class SearchableMessages(Messages):
    """Keeps what was said findable, once it is whole. Those of a copy come with the copy."""

    messages: Messages
    conversations: Conversations
    index: SearchIndex
    _owners: dict[ConversationId, UserId] = field(default_factory=dict[ConversationId, UserId])

    @override
    async def add(self, message: Message) -> None:
        await self._index([message])
        await self.messages.add(message)

    @override
    async def add_all(self, messages: Sequence[Message]) -> None:
        await self._index(messages)
        await self.messages.add_all(messages)

    @override
    async def save(self, message: Message) -> None:
        await self._index([message])
        await self.messages.save(message)

    @override
    async def decide(self, message: Message) -> None:
        await self.messages.decide(message)

    async def _index(self, messages: Sequence[Message]) -> None:
        whole = [each for each in messages if each.state not in _GROWING and each.text]
        entries = [
            entry_of_message(each, owner=owner)
            for each in whole
            if (owner := await self._owner_of(each.conversation)) is not None
        ]
        if entries:
            await self.index.add(entries)

    async def _owner_of(self, id: ConversationId) -> UserId | None:
        known = self._owners.get(id)
        if known is None:
            try:
                known = await self.conversations.owner_of(id)
                conversation = await self.conversations.get(id, owner=known)
            except NotFound:
                return None
            if conversation.temporary:  # Not remembered: it may be kept later.
                return None
            if len(self._owners) >= _REMEMBERED_MAX:
                self._owners.clear()
            self._owners[id] = known
        return known

    @override
    async def get(self, id: MessageId, *, conversation: ConversationId) -> Message:
        return await self.messages.get(id, conversation=conversation)

    @override
    async def tree(self, conversation: ConversationId) -> Tree:
        return await self.messages.tree(conversation)

    @override
    async def several(
        self, ids: Sequence[MessageId], *, conversation: ConversationId
    ) -> Sequence[Message]:
        return await self.messages.several(ids, conversation=conversation)

    @override
    async def anywhere(self, ids: Sequence[MessageId]) -> Sequence[Message]:
        return await self.messages.anywhere(ids)

    @override
    async def with_files(self, files: Sequence[FileId]) -> Sequence[FileUse]:
        return await self.messages.with_files(files)

    @override
    async def files_of(self, conversation: ConversationId) -> Sequence[FileUse]:
        return await self.messages.files_of(conversation)

    @override
    async def delete(self, ids: Sequence[MessageId], *, conversation: ConversationId) -> None:
        if ids:
            await self.index.forget(conversation, ids)
        await self.messages.delete(ids, conversation=conversation)

    @override
    async def delete_all(self, conversation: ConversationId) -> None:
        await self.index.forget(conversation)
        await self.messages.delete_all(conversation)
