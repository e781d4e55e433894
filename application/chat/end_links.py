from dataclasses import dataclass

from application.ports.messages import Messages
from application.ports.shared_links import SharedLinks
from domain.conversations.sharing import SharedLink
from domain.ids import ConversationId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLinks:
    """What was shared of a conversation that is deleted leads nowhere any more."""

    links: SharedLinks
    messages: Messages

    async def __call__(self, id: ConversationId, *, by: UserId) -> None:
        for link in await self.links.of_owner(by):
            if link.conversation == id:
                await self.end(link)

    async def end(self, link: SharedLink) -> None:
        """Remove it, and the copy that it led to."""
        await self.links.remove(link.id)
        await self.messages.delete_all(link.place)
