"""Answers whose worker died are ended with all that is known of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.agents.answerers import Answerers
from application.bookkeeping import Bookkeeper
from application.chat.answer_ending import cost_from
from application.chat.close_answer import CloseAnswer
from application.chat.growing_answer import fuller, parts_logged
from application.chat.held_lease import lease_of
from application.chat.prompt_of_thread import PromptOfThread
from application.chat.resume_answer import ResumeAnswer
from application.ports.clock import Clock
from application.ports.generation_log import GenerationLog, LogEntry
from application.ports.generations import Generations
from application.ports.leases import Leases
from application.ports.messages import Messages
from application.ports.transactions import Transactions
from domain.catalog.models import Model
from domain.conversations.generation import Generation
from domain.conversations.message import Message, MessagePart
from domain.errors import Invalid, NotFound, Unavailable
from domain.ids import RequestId, UserId
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Prompt, RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import Reply
from domain.tools.rounds import finished_steps, last_round, round_request
from domain.transactions.clients import CHAT
from domain.transactions.estimate import estimate_usage
from domain.transactions.transaction import Payer, Transaction

_CLOSING: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAbandoned:
    """Close every running answer whose lease nobody holds, or go on with it.

    `sweeper` is another name than that of the jobs' worker, also in the same process.
    """

    generations: Generations
    messages: Messages
    prompt: PromptOfThread
    log: GenerationLog
    leases: Leases
    sweeper: str
    transactions: Transactions
    bookkeeper: Bookkeeper
    answerers: Answerers
    close: CloseAnswer
    resume: ResumeAnswer
    clock: Clock

    async def __call__(self) -> None:
        """A store that is away now will be asked again at the next round."""
        try:
            for generation in await self.generations.running():
                name = lease_of(generation.id)
                if await self.leases.take(name, holder=self.sweeper, lasting=_CLOSING):
                    left = await self._close(generation)
                    await self.leases.release(name, holder=self.sweeper)
                    if left is not None:
                        await self.resume(generation, left)
        except Unavailable:
            return

    async def _close(self, generation: Generation) -> Message | None:
        """The answer, when somebody can go on with it; otherwise it is closed."""
        try:
            answer = await self.messages.get(
                generation.message, conversation=generation.conversation
            )
        except NotFound:
            await self.close(generation, None)
            return None
        if answer.state != "streaming":
            await self.close(generation, None)
            return None
        full = answer.grow(fuller(answer.parts, await self._logged(generation)))
        cost = answer.cost
        if full.parts[len(finished_steps(full.parts)) :] or not full.parts:
            # A model was being asked: between the steps of tools none is.
            transaction = await self._booked(generation, full)
            cost = cost_from(transaction, before=answer.cost)
        if await self.resume.can(generation, answer):
            return answer.grow(answer.parts, cost=cost)
        await self.close(generation, full.end("interrupted", cost=cost).cut_off())
        return None

    async def _logged(self, generation: Generation) -> tuple[MessagePart, ...]:
        entries: list[LogEntry] = []
        cursor: str | None = None
        try:
            while batch := await self.log.read(generation.id, after=cursor, wait_s=0):
                entries.extend(logged.entry for logged in batch)
                cursor = batch[-1].cursor
            return parts_logged(entries)
        except Invalid:
            return ()

    async def _booked(self, generation: Generation, answer: Message) -> Transaction:
        name = round_request(generation.request, last_round(answer.parts) + 1)
        try:
            return await self.transactions.get(name)
        except NotFound:
            transaction = await self._recovered(name, generation, answer)
            self.bookkeeper.book(transaction)
            return transaction

    async def _recovered(
        self, name: RequestId, generation: Generation, answer: Message
    ) -> Transaction:
        """What the call has probably taken, since nobody is left who counted."""
        model = await self._model(generation, answer)
        prompt = await self._prompt(answer, model, by=generation.owner)
        usage = estimate_usage(prompt, _reply(answer))
        price = model.price if model is not None else None
        lasted: timedelta = self.clock() - generation.started_at
        return Transaction(
            id=name,
            at=generation.started_at,
            source="chat",
            payer=Payer(user=generation.owner),
            model=model.name if model is not None else answer.model or "",
            provider=model.provider if model is not None else "",
            upstream=model.upstream if model is not None else "",
            outcome="recovered",
            usage=usage,
            price=price,
            cost=price.cost(usage) if price is not None else None,
            streamed=True,
            first_token_ms=None,
            latency_ms=round(lasted.total_seconds() * 1000),
            client=CHAT,
        )

    async def _model(self, generation: Generation, answer: Message) -> Model | None:
        if answer.model is None:
            return None
        try:
            return (await self.answerers.find(answer.model, by=generation.owner)).model
        except NotFound:
            return None

    async def _prompt(self, answer: Message, model: Model | None, *, by: UserId) -> Prompt:
        if answer.parent is None:
            return Prompt(turns=())
        can = Capabilities() if model is None else model.capabilities
        return await self.prompt(answer.parent, conversation=answer.conversation, by=by, can=can)


def _reply(answer: Message) -> Reply:
    """What was said since the last step."""
    said = (Text, Thinking, RedactedThinking, Refusal, ToolCall)
    late = answer.parts[len(finished_steps(answer.parts)) :]
    return Reply(parts=tuple(part for part in late if isinstance(part, said)))
