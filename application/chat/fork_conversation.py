from dataclasses import dataclass

from application.chat.conversation_view import ConversationView
from application.chat.copy_messages import CopyMessages
from application.ports.conversations import Conversations
from application.ports.messages import Messages
from domain.conversations.copies import ForkScope, forked
from domain.ids import ConversationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkConversation:
    """Go on from a message in a new conversation; the old one stays as it is.

    Raises `NotFound` for a stranger's conversation and for a message that is not in it.
    """

    conversations: Conversations
    messages: Messages
    copy: CopyMessages

    async def __call__(
        self, id: ConversationId, at: MessageId, *, by: UserId, scope: ForkScope
    ) -> ConversationView:
        conversation = await self.conversations.get(id, owner=by)
        wanted = forked(await self.messages.tree(id), at, scope)
        copy = await self.copy(conversation, wanted, leaf=at, title=conversation.title)
        return ConversationView(conversation=copy)
