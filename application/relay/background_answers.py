"""Answers that are made while nobody listens, and read when they are done.

Each is a task of the process that was asked. A lease says that it is still at work: an answer that
is under way and has none was lost with its process. A stop may come from any instance.
"""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from datetime import timedelta
from typing import Final, Protocol, final

from application.cancelling import cancel
from application.ports.kept_answers import KeptAnswers
from application.ports.leases import Leases
from application.ports.stop_signals import StopSignals
from application.relay.keep_answer import BYTES_MAX, KeepAnswer
from domain.answers.kept_answer import KeptAnswer, NoSuchAnswer
from domain.errors import DomainError, Invalid, Unavailable
from domain.formats.passing import Passed, Piece
from domain.ids import AnswerId, GenerationId
from domain.llm.events import Failed, Failure
from domain.llm.reply import Reply, ReplyFold

LASTING: Final = timedelta(seconds=5)
_RENEWED_EVERY_S: Final = 1.5
_LAST_WORDS_S: Final = 4.0
_RESTARTING: Final = Failure(kind="overloaded", message="the relay was restarted; ask again")
_TOO_LARGE: Final = Failure(kind="too_large", message="the answer is too large to be kept")


class BackgroundJob(Protocol):
    """One answer: how it is asked for, and what is kept of it."""

    @abstractmethod
    def call(self) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        """Ask; entered once."""

    @property
    @abstractmethod
    def begun(self) -> KeptAnswer: ...

    @abstractmethod
    def ended(self, reply: Reply, raw: bytes | None) -> KeptAnswer:
        """Return it whole; `raw` are the bytes that tell its end, where they go through."""

    @abstractmethod
    def failed(self, failure: Failure | DomainError) -> KeptAnswer: ...

    @abstractmethod
    def stopped(self) -> KeptAnswer: ...


@final
class BackgroundAnswers:
    def __init__(
        self, *, answers: KeptAnswers, leases: Leases, stop_signals: StopSignals, worker: str
    ) -> None:
        self._answers = answers
        self._keep = KeepAnswer(answers=answers)
        self._leases = leases
        self._stop_signals = stop_signals
        self._worker = worker
        self._interrupted = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    async def start(self, job: BackgroundJob) -> None:
        """Return when it is under way, and kept as such.

        Raises what opening the call raises, `Invalid` for what is too large to be kept, and
        `Unavailable` when nothing can be.
        """
        if job.begun.size > BYTES_MAX:
            raise Invalid("input: is too large for an answer in the background")
        begun = asyncio.Event()
        task = asyncio.create_task(self._held(job, begun))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        beginning = asyncio.ensure_future(begun.wait())
        await asyncio.wait({task, beginning}, return_when=asyncio.FIRST_COMPLETED)
        beginning.cancel()
        if not begun.is_set():
            await task  # it says why

    async def drain(self, due: Callable[[], Awaitable[None]]) -> None:
        """Let answers finish until `due` returns; keep what is left then as failed."""
        patience = asyncio.ensure_future(due())
        done = asyncio.ensure_future(self.all_done())
        await asyncio.wait({patience, done}, return_when=asyncio.FIRST_COMPLETED)
        patience.cancel()
        done.cancel()
        self._interrupted.set()
        if self._running:
            await asyncio.wait(set(self._running), timeout=_LAST_WORDS_S)
        await cancel(set(self._running))

    async def all_done(self) -> None:
        """Wait for those that run now."""
        if self._running:
            await asyncio.wait(set(self._running))

    async def _held(self, job: BackgroundJob, begun: asyncio.Event) -> None:
        name = lease_of(job.begun.id)
        await self._hold(name)
        holding = asyncio.create_task(self._keep_holding(name))
        try:
            await self._work(job, begun)
        except DomainError:
            if not begun.is_set():
                raise
            # Its end could not be kept: without its lease it is read as lost.
        finally:
            await cancel({holding})
            with suppress(Unavailable):
                await self._leases.release(name, holder=self._worker)

    async def _work(self, job: BackgroundJob, begun: asyncio.Event) -> None:
        async with job.call() as pieces:
            await self._keep(job.begun)
            begun.set()
            answer = await self._answer(job, pieces)
        if answer.size > BYTES_MAX:
            answer = job.failed(_TOO_LARGE)
        with suppress(NoSuchAnswer):  # it was forgotten meanwhile
            await self._answers.change(answer)

    async def _answer(self, job: BackgroundJob, pieces: AsyncIterator[Piece]) -> KeptAnswer:
        """What comes of it, or of a stop before."""
        listening = asyncio.ensure_future(_heard(job, pieces))
        stopping = asyncio.ensure_future(self._stop_signals.wait(GenerationId(job.begun.id)))
        closing = asyncio.ensure_future(self._interrupted.wait())
        try:
            await asyncio.wait({listening, stopping, closing}, return_when=asyncio.FIRST_COMPLETED)
            if listening.done():
                return listening.result()
            return job.stopped() if stopping.done() else job.failed(_RESTARTING)
        finally:
            for each in (listening, stopping, closing):
                each.cancel()
            await asyncio.wait({listening, stopping, closing})

    async def _keep_holding(self, name: str) -> None:
        while True:
            await asyncio.sleep(_RENEWED_EVERY_S)
            await self._hold(name)

    async def _hold(self, name: str) -> None:
        with suppress(Unavailable):  # nobody can tell then that it is not held
            await self._leases.take(name, holder=self._worker, lasting=LASTING)


async def _heard(job: BackgroundJob, pieces: AsyncIterator[Piece]) -> KeptAnswer:
    fold = ReplyFold()
    raw: bytes | None = None
    try:
        async for piece in pieces:
            raw = piece.raw if isinstance(piece, Passed) else None
            for event in piece.events:
                fold.feed(event)
                if isinstance(event, Failed):
                    return job.failed(event.failure)
    except DomainError as error:
        return job.failed(error)
    return job.ended(fold.reply(), raw)


def lease_of(answer: AnswerId) -> str:
    return f"answer:{answer}"
