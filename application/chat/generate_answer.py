"""The making of one answer, from the question to the books: a job under a lease.

Several things go on at once: the model is read, what it says is logged and saved, the lease
is renewed, and a stop is waited for. The first of them that ends decides how the answer ends.
Whatever it is, the upstream is closed first, then the text so far is made final.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

from application.call_record import Call
from application.cancelling import cancel
from application.chat.answer_ending import cost_from, ending_of, error_from
from application.chat.answer_record import AnswerRecord, Pace
from application.chat.close_answer import CloseAnswer
from application.chat.held_lease import WorkLeases
from application.chat.prompt_of_thread import prompt_of_thread
from application.chat.title_conversation import TitleConversation
from application.metering import MeteredStream, Metering
from application.ports.generation_log import GenerationLog
from application.ports.messages import Messages
from application.ports.stop_signals import StopSignals
from domain.catalog.models import Model
from domain.conversations.generation import Generation
from domain.conversations.message import AnswerError, Message, MessageState
from domain.errors import DomainError, Unavailable
from domain.ids import RequestId
from domain.transactions.transaction import Payer

_FAULT = AnswerError(
    code="internal", message="Something went wrong on our side. Ask for the answer again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJob:
    """All that it takes to make an answer; `answer` is in the store already, streaming."""

    generation: Generation
    answer: Message
    model: Model


@dataclass(slots=True)
class _Reading:
    stream: MeteredStream | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateAnswer:
    messages: Messages
    log: GenerationLog
    stop_signals: StopSignals
    leases: WorkLeases
    metering: Metering
    close: CloseAnswer
    title: TitleConversation
    pace: Pace = field(default_factory=Pace)

    async def __call__(self, job: AnswerJob, *, interrupted: asyncio.Event) -> None:
        """Return when the answer is final. Raises what nobody expected, after closing it."""
        held = _start(self.leases.keep(job.generation.id))
        try:
            final, fault = await self._make(job, held, interrupted)
            await self.close(job.generation, final)
        finally:
            await cancel([held])
        await self.leases.release(job.generation.id)
        if fault is not None:
            raise fault
        if not interrupted.is_set():
            await self.title(final, by=job.generation.owner)

    async def _make(
        self, job: AnswerJob, held: asyncio.Task[None], interrupted: asyncio.Event
    ) -> tuple[Message, BaseException | None]:
        record = AnswerRecord(
            generation=job.generation.id,
            message=job.answer,
            log=self.log,
            messages=self.messages,
            pace=self.pace,
        )
        reading = _Reading()
        read = _start(self._read(job, record, reading))
        stopped = _start(self._stopped(job))
        cut = _start(_wait(interrupted))
        logged = _start(record.keep_logged())
        saved = _start(record.keep_saved())
        try:
            await asyncio.wait({read, stopped, cut, held, saved}, return_when="FIRST_COMPLETED")
            done, was_stopped = read.done(), stopped.done()
        finally:
            await cancel([read, stopped, cut, logged, saved])
        await record.flush()
        state, error, fault = _ending(record, read if done else None, was_stopped=was_stopped)
        transaction = reading.stream.transaction if reading.stream is not None else None
        final = job.answer.grow(record.answer.parts()).end(
            state, error=error, cost=cost_from(transaction) if transaction is not None else None
        )
        return final, fault

    async def _read(self, job: AnswerJob, record: AnswerRecord, reading: _Reading) -> None:
        assert job.answer.parent is not None
        prompt = await prompt_of_thread(
            self.messages, job.answer.parent, conversation=job.answer.conversation
        )
        call = Call(
            request=RequestId(job.generation.id),
            source="chat",
            payer=Payer(user=job.generation.owner),
            model=job.model,
            prompt=prompt,
            streamed=True,
        )
        async with self.metering.open(call) as stream:
            reading.stream = stream
            async for event in stream:
                record.take(event)

    async def _stopped(self, job: AnswerJob) -> None:
        while True:
            try:
                await self.stop_signals.wait(job.generation.id)
            except Unavailable:
                await asyncio.sleep(self.pace.retry_s)
            else:
                return


def _ending(
    record: AnswerRecord, read: asyncio.Task[None] | None, *, was_stopped: bool
) -> tuple[MessageState, AnswerError | None, BaseException | None]:
    """`read` is the reading when it came to its own end."""
    if read is None:
        return ("stopped" if was_stopped else "interrupted"), None, None
    fault = read.exception()
    if fault is None:
        return *ending_of(record.answer.reply()), None
    if isinstance(fault, DomainError):
        return "failed", error_from(fault), None
    return "failed", _FAULT, fault


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


def _start(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(work)
