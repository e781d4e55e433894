"""Writing an answer down while it grows: often for those who watch, less often for good."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from application.chat.growing_answer import GrowingAnswer, merged
from application.chat.insistence import PAUSES_S, insist
from application.ports.generation_log import GenerationLog, LogEntry, PartGrew
from application.ports.messages import Messages
from domain.conversations.message import AnswerCost, Message
from domain.errors import Conflict, NotFound, Unavailable
from domain.ids import GenerationId
from domain.llm.events import StreamEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often things are written. The first words never wait."""

    flush_s: float = 0.04
    flush_characters: int = 256
    save_s: float = 0.4
    retry_s: float = 1.0


@dataclass(slots=True, kw_only=True)
class AnswerRecord:
    """`keep_logged` and `keep_saved` run until they are cancelled."""

    generation: GenerationId
    message: Message
    log: GenerationLog
    messages: Messages
    pace: Pace
    pauses_s: Sequence[float] = PAUSES_S
    cost: AnswerCost | None = None
    answer: GrowingAnswer = field(default_factory=GrowingAnswer)
    _unlogged: list[LogEntry] = field(default_factory=list[LogEntry])
    _appending: asyncio.Lock = field(default_factory=asyncio.Lock)
    _saving: asyncio.Lock = field(default_factory=asyncio.Lock)
    _flushing: asyncio.Task[bool] | None = None
    _has_news: asyncio.Event = field(default_factory=asyncio.Event)
    _is_full: asyncio.Event = field(default_factory=asyncio.Event)
    _has_grown: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, event: StreamEvent) -> None:
        entry = self.answer.feed(event)
        if entry is not None:
            self.tell(entry)

    def tell(self, entry: LogEntry) -> None:
        self._unlogged = merged([*self._unlogged, entry])
        self._has_news.set()
        self._has_grown.set()
        if self._waiting() >= self.pace.flush_characters:
            self._is_full.set()

    async def keep_logged(self) -> None:
        while True:
            await self._has_news.wait()
            # In a task of its own: an append that is cancelled half-way would be told twice.
            self._flushing = asyncio.get_running_loop().create_task(self.flush())
            if not await asyncio.shield(self._flushing):
                await asyncio.sleep(self.pace.retry_s)
            try:
                async with asyncio.timeout(self.pace.flush_s):
                    await self._is_full.wait()
            except TimeoutError:
                continue

    async def flush(self) -> bool:
        """Append what is not in the log yet. False (and it is kept) while the log is away."""
        async with self._appending:
            entries = self._unlogged
            self._unlogged = []
            self._has_news.clear()
            self._is_full.clear()
            try:
                if entries:
                    await self.log.append(self.generation, entries)
            except Unavailable:
                self._unlogged = merged([*entries, *self._unlogged])
                self._has_news.set()
                return False
            return True

    async def keep_saved(self) -> None:
        """Return when the message may not be written any more: it was ended or deleted."""
        while True:
            await self._has_grown.wait()
            self._has_grown.clear()
            try:
                await self._save()
            except Unavailable:
                self._has_grown.set()
            except (Conflict, NotFound):
                return
            await asyncio.sleep(self.pace.save_s)

    async def save_now(self) -> None:
        """Return when what there is so far is stored for good: a step has its end, or begins.

        Raises `Unavailable` when the store stays away, `Conflict` and `NotFound` when the message
        may not be written any more.
        """
        await insist(self._save, pauses_s=self.pauses_s)

    async def _save(self) -> None:
        async with self._saving:  # what is older must not be written last
            await self.messages.save(self.so_far())

    def so_far(self) -> Message:
        return self.message.grow(self.answer.parts(), cost=self.cost)

    def _waiting(self) -> int:
        return sum(len(each.text) for each in self._unlogged if isinstance(each, PartGrew))
