from dataclasses import dataclass

from application.chat.placed_message import PlacedMessage, place
from application.ports.conversations import Conversations
from application.ports.messages import Messages
from domain.ids import ConversationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWindow:
    """Oldest first. `has_more`: there are earlier ones."""

    messages: tuple[PlacedMessage, ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessages:
    """The last messages of the branch that is shown, or those just before `before`.

    Raises `NotFound` for a stranger's conversation and for a message that is not in it.
    """

    conversations: Conversations
    messages: Messages

    async def __call__(
        self, id: ConversationId, *, by: UserId, before: MessageId | None, limit: int
    ) -> MessageWindow:
        conversation = await self.conversations.get(id, owner=by)
        tree = await self.messages.tree(id)
        if before is not None:
            thread = tree.thread(before)[:-1]
        else:
            leaf = tree.shown(conversation.active_leaf)
            thread = () if leaf is None else tree.thread(leaf)
        wanted = thread[-limit:]
        found = await self.messages.several(wanted, conversation=id)
        return MessageWindow(
            messages=tuple(place(message, tree) for message in found),
            has_more=len(thread) > len(wanted),
        )
