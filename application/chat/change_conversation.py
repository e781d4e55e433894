from dataclasses import dataclass

from application.agents.answerers import Answerers
from application.chat.conversation_view import ConversationView, view
from application.chat.saved_change import save_change
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from application.ports.messages import Messages
from application.ports.projects import Projects
from domain.agents.agent import Parameters
from domain.conversations.conversation import Arrangement, Conversation
from domain.ids import ConversationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeConversation:
    """Rename it, choose its model and parameters, shelf, tags, keep it, turn to another branch.

    What is `None` stays. A shelf or a tag is no news: the conversation keeps its place in lists.

    `show` is any message of the branch: its newest leaf is where the reader lands. Raises
    `NotFound` for a stranger's conversation, an unknown model, message or project.
    """

    conversations: Conversations
    generations: Generations
    messages: Messages
    answerers: Answerers
    projects: Projects
    clock: Clock

    async def __call__(  # noqa: PLR0913 - one change may name all that can be changed
        self,
        id: ConversationId,
        *,
        by: UserId,
        title: str | None = None,
        model: str | None = None,
        show: MessageId | None = None,
        arrangement: Arrangement | None = None,
        parameters: Parameters | None = None,
    ) -> ConversationView:
        await self.conversations.get(id, owner=by)
        if arrangement is not None and arrangement.project:
            await self.projects.get(arrangement.project, owner=by)
        chosen = (await self.answerers.find(model, by=by)).name if model is not None else None
        leaf = (await self.messages.tree(id)).newest_leaf(show) if show is not None else None
        now = self.clock()

        def change(conversation: Conversation) -> Conversation:
            if title is not None:
                conversation = conversation.rename(title, at=now)
            if chosen is not None:
                conversation = conversation.use_model(chosen)
            if parameters is not None:
                conversation = conversation.ask_with(parameters)
            if leaf is not None:
                conversation = conversation.show(leaf, at=now)
            return conversation if arrangement is None else conversation.arrange(arrangement)

        changed = await save_change(self.conversations, id, change, owner=by)
        return view(changed, await self.generations.running_of(by))
