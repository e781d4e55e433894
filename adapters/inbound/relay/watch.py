"""Watching over one answer, without a task for it: tasks are what a small answer costs most.

Its client may leave, the service may have to stop, and nothing may come for a while.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar, cast, final

from starlette.types import Message, Receive

from adapters.inbound.http.shutdown import Shutdown
from domain.errors import DomainError

Piece = TypeVar("Piece")
Told = TypeVar("Told")
_STEP: Final = "_asyncio_future_blocking"
"""How a future knows that a task waits for it: here none does."""


@final
class Watch:
    """Enter it in the task that answers: that is cancelled when the client leaves.

    `beat`, if any, is awaited whenever nothing has come from `until_due` for `beat_s`.
    """

    def __init__(
        self,
        receive: Receive,
        shutdown: Shutdown,
        *,
        beat: Callable[[], Awaitable[None]] | None,
        beat_s: float,
    ) -> None:
        self._receive = receive
        self._shutdown = shutdown
        self._beat = beat
        self._beat_s = beat_s
        self._loop = asyncio.get_running_loop()
        self._left = False
        self._stopped = False
        self._over = False
        self._waiting = False
        self._since_s = 0.0
        self._hearing: Coroutine[Any, Any, Message] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._beating: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._shutdown.tell(self._stop)
        self._hear()

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._shutdown.tell_off(self._stop)
        if self._hearing is not None:
            self._hearing.close()
        if self._timer is not None:
            self._timer.cancel()
        if self._beating is not None:
            self._beating.cancel()

    def ends(self) -> bool:
        """Whether the task was cancelled because the client left: then that was all."""
        return self._left and self._task.uncancel() == 0

    async def until_due(
        self, pieces: AsyncIterator[Piece], cut: Callable[[DomainError | None], Piece]
    ) -> AsyncGenerator[Piece]:
        """What comes; where it ends too early, what `cut` makes of it.

        `None` is for the service that must stop.
        """
        if self._beat is not None:
            self._timer = self._loop.call_later(self._beat_s, self._look)
        while not self._shutdown.is_due:
            self._waiting, self._since_s = True, self._loop.time()
            try:
                piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except asyncio.CancelledError:
                if self._left or not self._stopped:
                    raise
                self._task.uncancel()
                break
            except DomainError as error:
                yield cut(error)
                return
            finally:
                self._waiting = False
            yield piece
        yield cut(None)

    async def until_told(self, ask: Callable[[], Awaitable[Told]]) -> Told | None:
        """What comes in one piece; `None` where the service must stop before."""
        if self._shutdown.is_due:
            return None
        self._waiting = True
        try:
            return await ask()
        except asyncio.CancelledError:
            if self._left or not self._stopped:
                raise
            self._task.uncancel()
            return None
        finally:
            self._waiting = False

    def _stop(self) -> None:
        """Who waits for a client's connection stops by itself, when that has room again."""
        if self._waiting and not self._left:
            self._stopped = True
            self._task.cancel()

    def _leave(self) -> None:
        if not self._over:
            self._left = True
            self._task.cancel()

    def _hear(self) -> None:
        self._hearing = cast("Coroutine[Any, Any, Message]", self._receive())
        self._step()

    def _step(self, _: object = None) -> None:
        """Go on with what the server tells of the client, as far as it has been told."""
        if self._over or self._hearing is None:
            return
        try:
            waited_for = self._hearing.send(None)
        except StopIteration as told:
            self._hearing = None
            if told.value["type"] == "http.disconnect":
                self._leave()
            else:
                self._hear()
            return
        if waited_for is None:
            self._loop.call_soon(self._step)
        else:
            setattr(waited_for, _STEP, False)
            waited_for.add_done_callback(self._step)

    def _look(self) -> None:
        left_s = self._since_s + self._beat_s - self._loop.time()
        resting = self._beating is None or self._beating.done()
        if self._beat is not None and self._waiting and left_s <= 0 and resting:
            self._beating = self._loop.create_task(_quietly(self._beat))
        due_s = left_s if self._waiting and left_s > 0 else self._beat_s
        self._timer = self._loop.call_later(due_s, self._look)


async def _quietly(beat: Callable[[], Awaitable[None]]) -> None:
    try:
        await beat()
    except OSError:
        return  # the client is leaving
