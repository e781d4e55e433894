"""The making of one answer, from the question to the books: a job under a lease.

Several things go on at once: the model is read, what it says is logged and saved, the lease
is renewed, and a stop is waited for. The first of them that ends decides how the answer ends.
Whatever it is, the upstream is closed first, then the text so far is made final.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field

from application.agents.agent_loop import AgentLoop, Asking, Capped, RunChanged
from application.cancelling import cancel
from application.chat.answer_ending import CAPS, cost_from, ending_of, error_from
from application.chat.answer_record import AnswerRecord, Pace
from application.chat.close_answer import CloseAnswer
from application.chat.growing_answer import GrowingAnswer
from application.chat.held_lease import WorkLeases
from application.chat.prepare_answer import AnswerJob, PrepareAnswer
from application.chat.title_conversation import TitleConversation
from application.ports.generation_log import GenerationLog
from application.ports.messages import Messages
from application.ports.stop_signals import StopSignals
from domain.conversations.message import AnswerError, Message, MessageState
from domain.errors import DomainError, Unavailable
from domain.tools.rounds import last_round
from domain.transactions.transaction import Transaction

_FAULT = AnswerError(
    code="internal", message="Something went wrong on our side. Ask for the answer again."
)


@dataclass(slots=True)
class _Reading:
    end: Asking | Capped | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateAnswer:
    messages: Messages
    log: GenerationLog
    stop_signals: StopSignals
    leases: WorkLeases
    prepare: PrepareAnswer
    loop: AgentLoop
    close: CloseAnswer
    title: TitleConversation
    pace: Pace = field(default_factory=Pace)

    async def __call__(self, job: AnswerJob, *, interrupted: asyncio.Event) -> None:
        """Return when the answer is final. Raises what nobody expected, after closing it."""
        held = _start(self.leases.keep(job.generation.id))
        try:
            final, fault = await self._make(job, held, interrupted)
            if final is not None:
                await self.close(job.generation, final)
        finally:
            await cancel([held])
        await self.leases.release(job.generation.id)
        if fault is not None:
            raise fault
        if final is not None and not interrupted.is_set():
            await self.title(final, by=job.generation.owner)

    async def _make(
        self, job: AnswerJob, held: asyncio.Task[None], interrupted: asyncio.Event
    ) -> tuple[Message | None, BaseException | None]:
        """The answer as it ended; `None` for one that another worker goes on with."""
        record = AnswerRecord(
            generation=job.generation.id,
            message=job.answer,
            log=self.log,
            messages=self.messages,
            pace=self.pace,
            cost=job.answer.cost,
            answer=GrowingAnswer(before=job.answer.parts),
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
        if not done and not was_stopped and last_round(record.answer.parts()):
            return None, None  # a sweeper will find it, and its tools need not run again
        state, error, fault = _ending(record, read if done else None, reading, was_stopped)
        final = record.so_far().end(state, error=error)
        return final.cut_off(), fault

    async def _read(self, job: AnswerJob, record: AnswerRecord, reading: _Reading) -> None:
        def booked(transaction: Transaction) -> None:
            record.cost = cost_from(transaction, before=record.cost)

        task = await self.prepare(job)
        async with aclosing(self.loop(task, booked=booked)) as heard:
            async for each in heard:
                match each:
                    case RunChanged(at=at, run=run):
                        record.tell(record.answer.run(at, run))
                        await record.save_now()  # before a tool runs, and when it has
                    case Asking() | Capped():
                        reading.end = each
                    case _:
                        record.take(each)

    async def _stopped(self, job: AnswerJob) -> None:
        while True:
            try:
                await self.stop_signals.wait(job.generation.id)
            except Unavailable:
                await asyncio.sleep(self.pace.retry_s)
            else:
                return


def _ending(
    record: AnswerRecord, read: asyncio.Task[None] | None, reading: _Reading, was_stopped: bool
) -> tuple[MessageState, AnswerError | None, BaseException | None]:
    """`read` is the reading when it came to its own end."""
    if read is None:
        return ("stopped" if was_stopped else "interrupted"), None, None
    fault = read.exception()
    if fault is None:
        match reading.end:
            case Asking():
                return "asking", None, None
            case Capped(cap=cap):
                return "truncated", CAPS[cap], None
            case None:
                return *ending_of(record.answer.reply()), None
    if isinstance(fault, DomainError):
        return "failed", error_from(fault), None
    return "failed", _FAULT, fault


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


def _start(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(work)
