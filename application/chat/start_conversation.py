from dataclasses import dataclass

from application.agents.answerers import Answerers
from application.chat.conversation_view import ConversationView
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.projects import Projects
from domain.agents.agent import Parameters
from domain.conversations.conversation import Conversation, title_from
from domain.ids import ConversationId, ProjectId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConversation:
    """Open an empty conversation. Raises `NotFound` for a model that is not on offer.

    Also for a project that is a stranger's.
    """

    conversations: Conversations
    answerers: Answerers
    projects: Projects
    new_id: NewId
    clock: Clock

    async def __call__(
        self,
        *,
        model: str | None,
        project: ProjectId | None = None,
        temporary: bool = False,
        parameters: Parameters | None = None,
        by: UserId,
    ) -> ConversationView:
        if model is not None:
            model = (await self.answerers.find(model, by=by)).name
        if project is not None:
            await self.projects.get(project, owner=by)
        now = self.clock()
        conversation = Conversation(
            id=ConversationId(self.new_id()),
            owner=by,
            title=title_from(""),
            model=model,
            project=project,
            temporary=temporary,
            parameters=parameters or Parameters(),
            created_at=now,
            updated_at=now,
        )
        return ConversationView(conversation=await self.conversations.add(conversation))
