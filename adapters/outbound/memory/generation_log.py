import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import final

from typing_extensions import override

from application.ports.generation_log import GenerationLog, LogEntry, Logged
from domain.errors import Invalid
from domain.ids import GenerationId

_BATCH = 1_000


@final
class MemoryGenerationLog(GenerationLog):
    """Cursors are `<entries so far>-0`, in the shape of the real ones. Nothing fades here."""

    def __init__(self) -> None:
        self._entries: dict[GenerationId, list[LogEntry]] = {}
        self._grew = asyncio.Condition()

    @override
    async def append(self, id: GenerationId, entries: Sequence[LogEntry]) -> None:
        async with self._grew:
            self._entries.setdefault(id, []).extend(entries)
            self._grew.notify_all()

    @override
    async def read(self, id: GenerationId, *, after: str | None, wait_s: float) -> Sequence[Logged]:
        start = 0 if after is None else _read(after)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s), self._grew:
                await self._grew.wait_for(lambda: len(self._entries.get(id, ())) > start)
        found = self._entries.get(id, [])[start : start + _BATCH]
        return tuple(
            Logged(cursor=f"{start + number}-0", entry=entry)
            for number, entry in enumerate(found, start=1)
        )

    @override
    async def fade(self, id: GenerationId) -> None:
        return

    def erase(self, ids: Collection[str]) -> None:
        for each in ids:
            self._entries.pop(GenerationId(each), None)


def _read(cursor: str) -> int:
    number, dash, _ = cursor.partition("-")
    if not (number.isascii() and number.isdigit() and dash):
        raise Invalid(f"{cursor[:40]!r} is no place in this answer")
    return int(number)
