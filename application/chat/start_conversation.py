from dataclasses import dataclass

from application.agents.answerers import Answerers
from application.chat.conversation_view import ConversationView
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from domain.conversations.conversation import Conversation, title_from
from domain.ids import ConversationId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConversation:
    """Open an empty conversation. Raises `NotFound` for a model that is not on offer."""

    conversations: Conversations
    answerers: Answerers
    new_id: NewId
    clock: Clock

    async def __call__(self, *, model: str | None, by: UserId) -> ConversationView:
        if model is not None:
            model = (await self.answerers.find(model, by=by)).name
        now = self.clock()
        conversation = Conversation(
            id=ConversationId(self.new_id()),
            owner=by,
            title=title_from(""),
            model=model,
            created_at=now,
            updated_at=now,
        )
        return ConversationView(conversation=await self.conversations.add(conversation))
