from dataclasses import dataclass

from application.chat.conversation_view import ConversationViews, views
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListConversations:
    """Somebody's conversations, last changed first."""

    conversations: Conversations
    generations: Generations

    async def __call__(self, *, by: UserId, cursor: str | None, limit: int) -> ConversationViews:
        page = await self.conversations.page(by, cursor=cursor, limit=limit)
        return views(page, await self.generations.running_of(by))
