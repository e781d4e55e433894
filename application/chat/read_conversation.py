from dataclasses import dataclass

from application.chat.conversation_view import ConversationView, view
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from domain.ids import ConversationId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadConversation:
    """One conversation of the caller's. Raises `NotFound`."""

    conversations: Conversations
    generations: Generations

    async def __call__(self, id: ConversationId, *, by: UserId) -> ConversationView:
        conversation = await self.conversations.get(id, owner=by)
        return view(conversation, await self.generations.running_of(by))
