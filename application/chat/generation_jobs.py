"""The answers that this process makes, each a task of its own."""

import asyncio
from collections.abc import Awaitable, Callable

from application.chat.generate_answer import GenerateAnswer
from application.chat.prepare_answer import AnswerJob

_LAST_WORDS_S = 4.0


class GenerationJobs:
    def __init__(self, generate: GenerateAnswer, *, last_words_s: float = _LAST_WORDS_S) -> None:
        self._generate = generate
        self._last_words_s = last_words_s
        self._interrupted = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    def start(self, job: AnswerJob) -> None:
        task = asyncio.get_running_loop().create_task(
            self._generate(job, interrupted=self._interrupted)
        )
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def all_done(self) -> None:
        """Wait for those that run now."""
        if self._running:
            await asyncio.wait(set(self._running))

    async def drain(self, due: Callable[[], Awaitable[None]]) -> None:
        """Let answers finish until `due` returns; interrupt and store what is left then."""
        patience = asyncio.ensure_future(due())
        done = asyncio.ensure_future(self.all_done())
        await asyncio.wait({patience, done}, return_when="FIRST_COMPLETED")
        patience.cancel()
        done.cancel()
        self._interrupted.set()
        if self._running:
            await asyncio.wait(set(self._running), timeout=self._last_words_s)
        for task in set(self._running):
            task.cancel()
        await self.all_done()
