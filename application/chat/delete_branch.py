from dataclasses import dataclass

from application.chat.conversation_view import ConversationView, view
from application.chat.saved_change import save_change
from application.files.release_files import ReleaseFiles
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from application.ports.messages import Messages
from application.ports.stop_signals import StopSignals
from domain.conversations.branches import Tree
from domain.conversations.conversation import Conversation
from domain.ids import ConversationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteBranch:
    """Remove a message and all that follows it; answers being made there are stopped.

    The reader is led elsewhere first, and the last messages go first: a deletion that was cut off
    leaves a shorter branch, which can be deleted again. Raises `NotFound`.
    """

    conversations: Conversations
    messages: Messages
    generations: Generations
    stop_signals: StopSignals
    release_files: ReleaseFiles
    clock: Clock

    async def __call__(self, id: ConversationId, at: MessageId, *, by: UserId) -> ConversationView:
        await self.conversations.get(id, owner=by)
        tree = await self.messages.tree(id)
        gone = tree.branch(at)
        await self._stop(gone, by)
        changed = await self._lead_away(id, tree, at, by)
        uses = await self.messages.files_of(id)
        await self.messages.delete(gone, conversation=id)
        # What was said there in the meantime has nothing to hang on to.
        await self.messages.delete((await self.messages.tree(id)).strays(), conversation=id)
        await self.release_files([use.file for use in uses if use.message in gone], by=by)
        return view(changed, await self.generations.running_of(by))

    async def _stop(self, gone: tuple[MessageId, ...], by: UserId) -> None:
        for generation in await self.generations.running_of(by):
            if generation.message in gone:
                await self.stop_signals.send(generation.id)

    async def _lead_away(
        self, id: ConversationId, tree: Tree, at: MessageId, by: UserId
    ) -> Conversation:
        gone, now = set(tree.branch(at)), self.clock()

        def change(found: Conversation) -> Conversation:
            if found.active_leaf not in gone:
                return found
            return found.show(tree.shown_without(at), at=now)

        return await save_change(self.conversations, id, change, owner=by)
