from collections.abc import Sequence
from dataclasses import dataclass

from application.agents.answerers import Answerers
from application.chat.begin_answer import BeginAnswer
from application.chat.placed_message import PlacedMessage, place
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.messages import Messages
from domain.errors import Conflict, Invalid
from domain.ids import ConversationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class RegenerateAnswer:
    """Have the same question answered once more, beside the answers that it has.

    `answer` is any of them. Raises `NotFound` for what is a stranger's or unknown, `Invalid`
    for a message that is no answer, `Conflict` for one that is still being written.
    """

    conversations: Conversations
    messages: Messages
    answerers: Answerers
    begin: BeginAnswer
    new_id: NewId

    async def __call__(
        self,
        id: ConversationId,
        answer: MessageId,
        *,
        by: UserId,
        model: str | None = None,
        tools: Sequence[str] = (),
    ) -> PlacedMessage:
        conversation = await self.conversations.get(id, owner=by)
        before = await self.messages.get(answer, conversation=id)
        if before.role != "assistant" or before.parent is None:
            raise Invalid("only an answer can be generated again")
        if before.state == "streaming":
            raise Conflict("this answer is still being written; stop it first")
        found = await self.answerers.find(model or conversation.model, by=by)
        await self.begin.check_room(by)
        question = await self.messages.get(before.parent, conversation=id)
        fresh = await self.begin(
            conversation, question, id=MessageId(self.new_id()), answerer=found, tools=tools
        )
        return place(fresh, await self.messages.tree(id))
