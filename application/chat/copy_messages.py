"""A conversation made from messages of another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.messages import Messages
from domain.conversations.conversation import Conversation
from domain.conversations.copies import copied, new_names
from domain.errors import NotFound
from domain.ids import ConversationId, MessageId

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMessages:
    """Make a conversation of its own from some messages, parents first, of another one.

    The conversation is stored last: a copy that was cut off is never seen half.
    """

    conversations: Conversations
    messages: Messages
    new_id: NewId
    clock: Clock

    async def __call__(
        self,
        original: Conversation,
        wanted: Sequence[MessageId],
        *,
        leaf: MessageId | None,
        title: str,
    ) -> Conversation:
        """`leaf` is which of them the copy shows. Raises `NotFound` when one is gone meanwhile."""
        copy = ConversationId(self.new_id())
        names = new_names(wanted, [MessageId(self.new_id()) for _ in wanted])
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            found = await self.messages.several(some, conversation=original.id)
            if len(found) < len(some):
                await self.messages.delete_all(copy)
                raise NotFound("a message of this conversation was deleted meanwhile")
            await self.messages.add_all([copied(each, into=copy, names=names) for each in found])
        now = self.clock()
        made = replace(
            original,
            id=copy,
            created_at=now,
            updated_at=now,
            active_leaf=None if leaf is None else names[leaf],
            pinned=False,
            archived=False,
            version=0,
        )
        return await self.conversations.add(made.rename(title, at=now))
