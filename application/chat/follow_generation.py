"""Watching an answer grow, from any instance, from any place in it, to its end."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import TypeAlias

from application.chat.growing_answer import fuller, parts_logged
from application.chat.placed_message import PlacedMessage, place
from application.ports.generation_log import (
    AnswerEnded,
    GenerationLog,
    Growth,
    LogEntry,
)
from application.ports.generations import Generations
from application.ports.messages import Messages
from domain.conversations.generation import Generation
from domain.conversations.message import Message, MessagePart
from domain.errors import Invalid
from domain.ids import GenerationId, UserId

START = "start"
END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The answer so far; what the viewer had before is replaced by it."""

    cursor: str
    message: PlacedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    cursor: str
    entry: Growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Nothing new for a while; the viewer is still wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """The whole answer; nothing comes after it."""

    cursor: str
    message: PlacedMessage


Update: TypeAlias = Snapshot | Grown | Quiet | Final


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowGeneration:
    """Give the updates of an answer after a cursor, or from a snapshot when there is none.

    Raises `NotFound` for a stranger's, before the first update.
    """

    generations: Generations
    messages: Messages
    log: GenerationLog
    wait_s: float = 10.0

    async def __call__(
        self, id: GenerationId, *, by: UserId, after: str | None
    ) -> AsyncGenerator[Update]:
        generation = await self.generations.get(id, owner=by)
        known = await self._is_known(generation, after)
        return self._updates(generation, after if known else None)

    async def _is_known(self, generation: Generation, cursor: str | None) -> bool:
        """Whether the log has this very place: what lies before it tells."""
        if cursor is None:
            return False
        at: str | None = None
        while batch := await self.log.read(generation.id, after=at, wait_s=0):
            if any(logged.cursor == cursor for logged in batch):
                return True
            at = batch[-1].cursor
        return False

    async def _updates(self, generation: Generation, cursor: str | None) -> AsyncGenerator[Update]:
        if cursor is None:
            snapshot, cursor = await self._snapshot(generation)
            yield snapshot
        while True:
            try:
                batch = await self.log.read(generation.id, after=cursor, wait_s=self.wait_s)
            except Invalid:
                snapshot, cursor = await self._snapshot(generation)
                yield snapshot
                continue
            for logged in batch:
                cursor = logged.cursor
                if isinstance(logged.entry, AnswerEnded):
                    yield await self._final(generation, cursor)
                    return
                yield Grown(cursor=cursor, entry=logged.entry)
            if not batch:
                stored = await self._message(generation)
                if stored.state != "streaming":
                    yield await self._final(generation, cursor or END)
                    return
                yield Quiet()

    async def _snapshot(self, generation: Generation) -> tuple[Snapshot, str | None]:
        stored = await self._message(generation)
        entries: list[LogEntry] = []
        cursor: str | None = None
        before: str | None = None
        while batch := await self.log.read(generation.id, after=cursor, wait_s=0):
            for logged in batch:
                if isinstance(logged.entry, AnswerEnded):
                    # The end itself is left to be read again.
                    stored = await self._message(generation)
                    placed = await self._place(stored)
                    return Snapshot(cursor=before or START, message=placed), before
                entries.append(logged.entry)
                before = logged.cursor
            cursor = batch[-1].cursor
        if stored.state == "streaming":
            stored = replace(stored, parts=_so_far(stored, entries))
        return Snapshot(cursor=cursor or START, message=await self._place(stored)), cursor

    async def _final(self, generation: Generation, cursor: str) -> Final:
        stored = await self._message(generation)
        return Final(cursor=cursor, message=await self._place(stored))

    async def _message(self, generation: Generation) -> Message:
        return await self.messages.get(generation.message, conversation=generation.conversation)

    async def _place(self, message: Message) -> PlacedMessage:
        return place(message, await self.messages.tree(message.conversation))


def _so_far(stored: Message, entries: list[LogEntry]) -> tuple[MessagePart, ...]:
    """By the log, which is ahead of the store and in step with the cursor, unless it was lost."""
    try:
        logged = parts_logged(entries)
    except Invalid:
        return stored.parts
    return fuller(logged, stored.parts)
