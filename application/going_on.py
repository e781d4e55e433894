"""Calls that go on when their client has left, as far as it was agreed.

Only a call that may do so has a task between provider and client; all others end where they are.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Final, Generic, TypeVar, final

from application.call_record import CallRecord
from application.cancelling import cancel
from domain.allowances.leaving import Leaving
from domain.transactions.estimate import estimate_output

Item = TypeVar("Item")

_AHEAD: Final = 16
_COUNTED_EVERY: Final = 4


@final
class _Line(Generic[Item]):
    """Between who hears the provider and who reads for the client."""

    def __init__(self) -> None:
        self._coming: asyncio.Queue[Item | BaseException | None] = asyncio.Queue(_AHEAD)
        self.left = False

    async def say(self, item: Item | BaseException | None) -> None:
        if not self.left:
            await self._coming.put(item)

    def leave(self) -> None:
        """Nobody reads any more; whoever waits to be heard goes on."""
        self.left = True
        while not self._coming.empty():
            self._coming.get_nowait()

    async def heard(self) -> AsyncGenerator[Item]:
        while (item := await self._coming.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item


@final
class _After:
    """What is said to nobody, counted against the cap."""

    def __init__(self, leaving: Leaving, record: CallRecord) -> None:
        self._cap = leaving.tokens
        self._record = record
        self._before: int | None = None
        self._heard = 0

    def is_enough(self) -> bool:
        """To be asked at each item; what a long answer has is not counted each time."""
        self._heard += 1
        if self._cap is None or (self._heard - 1) % _COUNTED_EVERY:
            return False
        said = estimate_output(self._record.fold.reply()).output
        if self._before is None:
            self._before = said
        return said - self._before >= self._cap


async def both(heard: AsyncGenerator[Item], source: AsyncGenerator[object]) -> AsyncGenerator[Item]:
    """One, which closes the other with it."""
    async with aclosing(source), aclosing(heard):
        async for each in heard:
            yield each


@final
class GoingOn:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """At the end nothing goes on any more."""
        try:
            yield
        finally:
            await cancel(set(self._running))

    @asynccontextmanager
    async def of(
        self,
        source: AsyncGenerator[Item],
        leaving: Leaving,
        *,
        record: CallRecord,
        close: Callable[[], object],
    ) -> AsyncGenerator[AsyncIterator[Item]]:
        """What the source says. `close` is called once, when nothing more will come of it."""
        line = _Line[Item]()
        hearing = asyncio.get_running_loop().create_task(
            self._hear(source, line, leaving, record=record, close=close)
        )
        self._running.add(hearing)
        hearing.add_done_callback(self._running.discard)
        try:
            yield line.heard()
        except asyncio.CancelledError:
            if not hearing.done():
                record.left = not record.fold.is_over
                if leaving.seconds is not None:
                    asyncio.get_running_loop().call_later(leaving.seconds, hearing.cancel)
            line.leave()
            raise
        except BaseException:
            line.leave()
            await cancel([hearing])
            raise
        else:
            line.leave()
            if not record.fold.is_over:
                hearing.cancel()
            await asyncio.wait({hearing})

    async def _hear(
        self,
        source: AsyncGenerator[Item],
        line: _Line[Item],
        leaving: Leaving,
        *,
        record: CallRecord,
        close: Callable[[], object],
    ) -> None:
        after = _After(leaving, record)
        problem: BaseException | None = None
        try:
            async with aclosing(source):
                async for item in source:
                    await line.say(item)
                    if line.left and after.is_enough():
                        break
        except Exception as error:  # noqa: BLE001 - the reader's to deal with, whatever it is
            problem = error
        finally:
            close()
        await line.say(problem)
