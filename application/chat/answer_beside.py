"""One question, several models: answers beside the one that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.agents.answerers import Answerers
from application.chat.begin_answer import BeginAnswer
from application.chat.placed_message import PlacedMessage, place
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.messages import Messages
from domain.errors import Invalid
from domain.ids import ConversationId, MessageId, UserId

BESIDE_MAX: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBeside:
    """Let more models answer a question, each on a branch of its own, all at the same time.

    What is shown of the conversation stays, and so does its model: whoever asked keeps one later.
    Raises `NotFound` for what is a stranger's or unknown, `Invalid` for a message that is no
    question and for none or too many models, `RateLimited` for too many answers at once.
    """

    conversations: Conversations
    messages: Messages
    answerers: Answerers
    begin: BeginAnswer
    new_id: NewId

    async def __call__(
        self,
        id: ConversationId,
        question: MessageId,
        models: Sequence[str],
        *,
        by: UserId,
        tools: Sequence[str] = (),
    ) -> Sequence[PlacedMessage]:
        conversation = await self.conversations.get(id, owner=by)
        asked = await self.messages.get(question, conversation=id)
        if asked.role != "user":
            raise Invalid("only a question can be answered")
        if not 0 < len(models) <= BESIDE_MAX:
            raise Invalid(f"1 to {BESIDE_MAX} models answer beside the first")
        found = [await self.answerers.find(model, by=by) for model in models]
        await self.begin.check_room(by, wanted=len(found))
        begun = [
            await self.begin(
                conversation,
                asked,
                id=MessageId(self.new_id()),
                answerer=answerer,
                tools=tools,
                shown=False,
            )
            for answerer in found
        ]
        tree = await self.messages.tree(id)
        return [place(each, tree) for each in begun]
