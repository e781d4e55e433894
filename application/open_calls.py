"""Calls under way. What was said last is written down soon, also when nothing more comes.

While an answer comes its draft is renewed on the way. One that stands still, or whose provider
has changed, is renewed beside the requests: should this process die, nothing older is lost.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Final, final

from application.call_record import CallRecord
from application.cancelling import cancel
from application.ports.clock import Stopwatch

DRAFT_EVERY_S: Final = 0.5
_LOOK_EVERY_S: Final = 0.1


@final
class OpenCalls:
    def __init__(self) -> None:
        self._open: dict[int, CallRecord] = {}

    def begin(self, record: CallRecord) -> None:
        self._open[id(record)] = record

    def end(self, record: CallRecord) -> None:
        self._open.pop(id(record), None)

    def behind(self, *, now_s: float) -> list[CallRecord]:
        """Of which more was seen than is written down, for longer than that may be."""
        return [
            record
            for record in self._open.values()
            if record.has_news and now_s - record.drafted_s >= DRAFT_EVERY_S
        ]

    @asynccontextmanager
    async def running(
        self, draft: Callable[[CallRecord, float], None], stopwatch: Stopwatch
    ) -> AsyncGenerator[None]:
        """Write down what is behind, as long as this is open."""

        async def look() -> None:
            while True:
                await asyncio.sleep(_LOOK_EVERY_S)
                now_s = stopwatch()
                for record in self.behind(now_s=now_s):
                    draft(record, now_s)

        looking = asyncio.create_task(look())
        try:
            yield
        finally:
            await cancel([looking])
