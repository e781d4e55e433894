"""The first step of every answer.

Its order lets a crash between any two lines be repaired: the lease, so that no sweeper takes
the answer for abandoned; the generation, so that one will if we die; the message; the place
in the conversation; at last the job.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from application.agents.answerers import Answerer
from application.chat.generation_jobs import GenerationJobs
from application.chat.held_lease import WorkLeases
from application.chat.prepare_answer import AnswerJob
from application.chat.saved_change import save_change
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from application.ports.ids import NewId
from application.ports.messages import Messages
from domain.conversations.conversation import Conversation, title_from
from domain.conversations.generation import Generation
from domain.conversations.message import Message, named
from domain.errors import RateLimited
from domain.ids import GenerationId, MessageId, UserId

RUNNING_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginAnswer:
    """Start to answer `question`, which is in the store. Returns the empty answer.

    Raises `RateLimited` when too many answers are being made for this person.
    """

    conversations: Conversations
    messages: Messages
    generations: Generations
    leases: WorkLeases
    jobs: GenerationJobs
    new_id: NewId
    clock: Clock

    async def check_room(self, by: UserId, *, wanted: int = 1) -> None:
        if len(await self.generations.running_of(by)) + wanted > RUNNING_MAX:
            raise RateLimited(f"{RUNNING_MAX} answers are being written; wait for one to end")

    async def __call__(
        self,
        conversation: Conversation,
        question: Message,
        *,
        id: MessageId,
        answerer: Answerer,
        tools: Sequence[str] = (),
        shown: bool = True,
    ) -> Message:
        """`shown`: the conversation turns to it, and goes on with who gives it."""
        now = self.clock()
        generation = Generation(
            id=GenerationId(self.new_id()),
            owner=conversation.owner,
            conversation=conversation.id,
            message=id,
            started_at=now,
            tools=tuple(dict.fromkeys(tools)),
        )
        answer = Message(
            id=id,
            conversation=conversation.id,
            parent=question.id,
            role="assistant",
            parts=(),
            created_at=now,
            state="streaming",
            model=answerer.name,
            generation=generation.id,
        )
        await self.leases.take(generation.id)
        await self.generations.add(generation)
        await self.messages.add(answer)

        def show(found: Conversation) -> Conversation:
            titled = found
            if found.active_leaf is None:
                titled = found.rename(title_from(named(question)), at=now)
            return titled.use_model(answerer.name).show(answer.id, at=now)

        if shown:
            await save_change(self.conversations, conversation.id, show, owner=conversation.owner)
        self.jobs.start(AnswerJob(generation=generation, answer=answer, answerer=answerer))
        return answer
