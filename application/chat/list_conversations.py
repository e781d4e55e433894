from dataclasses import dataclass

from application.chat.conversation_view import ConversationViews, views
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from domain.conversations.conversation import Shelf
from domain.ids import ProjectId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListConversations:
    """Somebody's conversations on one shelf, last changed first; with `tag` those that have it.

    With `project` those of it; with `NO_PROJECT` those of none.
    """

    conversations: Conversations
    generations: Generations

    async def __call__(
        self,
        *,
        by: UserId,
        shelf: Shelf = "open",
        tag: str | None = None,
        project: ProjectId | None = None,
        cursor: str | None,
        limit: int,
    ) -> ConversationViews:
        page = await self.conversations.page(
            by, shelf=shelf, tag=tag, project=project, cursor=cursor, limit=limit
        )
        return views(page, await self.generations.running_of(by))
