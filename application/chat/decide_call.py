"""Agreeing to a call of a tool, or not: then the answer goes on, on whichever worker.

An agreement is to one very call: whoever agrees gives its digest back, over name and arguments.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Literal

from application.agents.answerers import Answerers
from application.chat.begin_answer import BeginAnswer
from application.chat.growing_answer import told_again
from application.chat.placed_message import PlacedMessage, place
from application.chat.prepare_answer import AnswerJob
from application.chat.saved_change import save_change
from application.ports.conversations import Conversations
from application.ports.generation_log import GenerationLog
from application.ports.ids import NewId
from application.ports.leases import Leases
from application.ports.messages import Messages
from domain.conversations.generation import Generation
from domain.conversations.message import Message
from domain.errors import Conflict, NotFound
from domain.ids import ConversationId, GenerationId, MessageId, UserId
from domain.tools.run import ToolRun

_DECIDING: Final = timedelta(seconds=10)

Decision = Literal["allow", "allow_in_chat", "deny"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCall:
    """Which call it is about."""

    call: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideCall:
    """The answer as it is then: it still asks while other calls of it wait.

    Raises `NotFound` for what is a stranger's or asks for nothing, `Conflict` for another call
    than the one that waits, and while somebody else decides.
    """

    conversations: Conversations
    messages: Messages
    answerers: Answerers
    log: GenerationLog
    leases: Leases
    begin: BeginAnswer
    new_id: NewId

    async def __call__(
        self,
        id: ConversationId,
        answer: MessageId,
        asked: AskedCall,
        decision: Decision,
        *,
        by: UserId,
    ) -> PlacedMessage:
        conversation = await self.conversations.get(id, owner=by)
        claim, holder = f"decide:{answer}", self.new_id()
        if not await self.leases.take(claim, holder=holder, lasting=_DECIDING):
            raise Conflict("somebody is deciding this already")
        try:
            before = await self.messages.get(answer, conversation=conversation.id)
            run = _waiting(before, asked)
            if decision == "allow_in_chat":
                await save_change(
                    self.conversations, id, lambda found: found.agree(run.name), owner=by
                )
            decided = _with(before, run, run.decided(allowed=decision != "deny"))
            after = await self._saved(decided, by)
        finally:
            await self.leases.release(claim, holder=holder)
        return place(after, await self.messages.tree(id))

    async def _saved(self, decided: Message, by: UserId) -> Message:
        if any(isinstance(part, ToolRun) and part.state == "asking" for part in decided.parts):
            await self.messages.decide(decided)
            return decided
        await self.begin.check_room(by)
        answerer = await self.answerers.find(decided.model, by=by)
        before = await self.begin.generations.get(decided.generation or GenerationId(""), owner=by)
        generation = Generation(
            id=GenerationId(self.new_id()),
            owner=by,
            conversation=decided.conversation,
            message=decided.id,
            started_at=self.begin.clock(),
            tools=before.tools,
        )
        going_on = replace(decided, state="streaming", generation=generation.id)
        await self.begin.leases.take(generation.id)
        await self.begin.generations.add(generation)
        await self.messages.decide(going_on)
        await self.log.append(generation.id, told_again(going_on.parts))
        self.begin.jobs.start(AnswerJob(generation=generation, answer=going_on, answerer=answerer))
        return going_on


def _waiting(answer: Message, asked: AskedCall) -> ToolRun:
    for part in answer.parts:
        if isinstance(part, ToolRun) and part.state == "asking" and part.id == asked.call:
            if part.digest != asked.digest:
                raise Conflict("this is not the call that waits")
            return part
    raise NotFound(f"no call {asked.call!r} waits in this answer")


def _with(answer: Message, before: ToolRun, after: ToolRun) -> Message:
    parts = tuple(after if part is before else part for part in answer.parts)
    return replace(answer, parts=parts)
