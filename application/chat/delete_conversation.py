from dataclasses import dataclass

from application.chat.end_links import EndLinks
from application.files.release_files import ReleaseFiles
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from application.ports.messages import Messages
from application.ports.stop_signals import StopSignals
from domain.ids import ConversationId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteConversation:
    """Remove a conversation with all its messages; answers being made in it are stopped.

    Its files go too, unless something else has them, and links to it lead nowhere any more.

    The conversation goes last, so that a deletion that was cut off can be asked for again.
    Raises `NotFound`.
    """

    conversations: Conversations
    messages: Messages
    generations: Generations
    stop_signals: StopSignals
    release_files: ReleaseFiles
    end_links: EndLinks

    async def __call__(self, id: ConversationId, *, by: UserId) -> None:
        await self.conversations.get(id, owner=by)
        for generation in await self.generations.running_of(by):
            if generation.conversation == id:
                await self.stop_signals.send(generation.id)
        await self.end_links(id, by=by)
        uses = await self.messages.files_of(id)
        await self.messages.delete_all(id)
        await self.release_files([use.file for use in uses], by=by)
        await self.conversations.delete(id, owner=by)
