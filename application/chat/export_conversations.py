"""What somebody has said and been told, to take away."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from application.ports.conversations import Conversations
from application.ports.messages import Messages
from domain.conversations.conversation import Conversation, Shelf
from domain.conversations.message import Message
from domain.errors import NotFound
from domain.ids import ConversationId, MessageId, UserId

_PAGE: Final = 100
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A conversation with messages, parents first: all of them, or the branch that is shown."""

    conversation: Conversation
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportConversations:
    conversations: Conversations
    messages: Messages

    async def whole(self, id: ConversationId, *, by: UserId) -> Exported:
        """With all its branches. Raises `NotFound` for a stranger's."""
        conversation = await self.conversations.get(id, owner=by)
        tree = await self.messages.tree(id)
        return Exported(conversation=conversation, messages=await self._read(id, tree.all()))

    async def shown(self, id: ConversationId, *, by: UserId) -> Exported:
        """As it is on the screen. Raises `NotFound` for a stranger's."""
        conversation = await self.conversations.get(id, owner=by)
        tree = await self.messages.tree(id)
        leaf = tree.shown(conversation.active_leaf)
        thread = () if leaf is None else tree.thread(leaf)
        return Exported(conversation=conversation, messages=await self._read(id, thread))

    async def all(self, *, by: UserId) -> AsyncIterator[Exported]:
        """One after the other, of every shelf. What is deleted meanwhile is left out."""
        for shelf in get_args(Shelf):
            cursor: str | None = None
            while True:
                page = await self.conversations.page(
                    by, shelf=shelf, tag=None, cursor=cursor, limit=_PAGE
                )
                for conversation in page.items:
                    try:
                        yield await self.whole(conversation.id, by=by)
                    except NotFound:
                        continue
                cursor = page.next_cursor
                if cursor is None:
                    break

    async def _read(self, id: ConversationId, wanted: Sequence[MessageId]) -> Sequence[Message]:
        found: list[Message] = []
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            found.extend(await self.messages.several(some, conversation=id))
        return found
