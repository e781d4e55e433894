from dataclasses import dataclass

from application.chat.conversation_view import ConversationView
from application.chat.copy_messages import CopyMessages
from application.ports.conversations import Conversations
from application.ports.messages import Messages
from domain.conversations.conversation import TITLE_LENGTH_MAX
from domain.ids import ConversationId, UserId

_COPY = " (copy)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateConversation:
    """Make a conversation once more, with all its branches. Raises `NotFound` for a stranger's."""

    conversations: Conversations
    messages: Messages
    copy: CopyMessages

    async def __call__(self, id: ConversationId, *, by: UserId) -> ConversationView:
        conversation = await self.conversations.get(id, owner=by)
        tree = await self.messages.tree(id)
        copy = await self.copy(
            conversation,
            tree.all(),
            leaf=tree.shown(conversation.active_leaf),
            title=conversation.title[: TITLE_LENGTH_MAX - len(_COPY)] + _COPY,
        )
        return ConversationView(conversation=copy)
