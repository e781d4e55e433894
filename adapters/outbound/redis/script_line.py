"""One connection for scripts: what is said in one turn of the loop goes out in one write.

The answers come in the order of the questions, so nobody waits for another's answer before it
asks. The client's library does the same with ten times the work a command; see ADR 0032.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final, cast, final

import hiredis
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from typing_extensions import override

_ERRORS: Final[Mapping[str, Callable[[str], Exception]]] = {
    "NOSCRIPT": NoScriptError,
    "OOM": OutOfMemoryError,
    "READONLY": ReadOnlyError,
    "LOADING": BusyLoadingError,
    "NOAUTH": AuthenticationError,
    "WRONGPASS": AuthenticationError,
}
_PACK: Final[Callable[..., bytes]] = hiredis.pack_command  # pyright: ignore[reportUnknownVariableType] - its stub tells no type
_GRACE_S: Final = 0.02
"""An answer that is there already may wait for this process itself: it has one more turn."""


def _told(text: str) -> Exception:
    """An error as the server says it, by the library's names."""
    return _ERRORS.get(text.partition(" ")[0], ResponseError)(text)


@final
class ScriptLine(asyncio.Protocol):
    """Open until it is `lost`; then all who wait are told. `answer_s` is how long anybody waits."""

    def __init__(self, *, answer_s: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._answer_s = answer_s
        self._reader = hiredis.Reader(replyError=_told, encoding="utf-8")
        self._transport: asyncio.Transport | None = None
        self._saying: list[bytes] = []
        self._waiting: deque[tuple[float, asyncio.Future[Any]]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._graced = False
        self.lost: Exception | None = None
        self.end: asyncio.Future[None] = self._loop.create_future()

    def ask(self, *command: str | int) -> "asyncio.Future[Any]":
        """An answer to come: what the server says, or what it raises."""
        answer: asyncio.Future[Any] = self._loop.create_future()
        if self.lost is not None:
            answer.set_exception(self.lost)
            return answer
        if not self._saying:
            self._loop.call_soon(self._say)
        self._saying.append(_PACK(command))
        self._waiting.append((self._loop.time() + self._answer_s, answer))
        if self._timer is None:
            self._timer = self._loop.call_later(self._answer_s, self._look)
        return answer

    def close(self) -> None:
        self._lose(RedisConnectionError("closed"))

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it

    @override
    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        while True:
            try:
                said = self._reader.gets()
            except hiredis.ProtocolError as error:
                self._lose(RedisConnectionError(f"no answer of a Redis: {error}"))
                return
            if said is False:
                return
            _, answer = self._waiting.popleft()
            if answer.done():
                continue
            if isinstance(said, Exception):
                answer.set_exception(said)
            else:
                answer.set_result(said)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._lose(RedisConnectionError(f"the connection is lost: {exc}"))

    def _say(self) -> None:
        said, self._saying = self._saying, []
        if self._transport is not None:
            self._transport.write(b"".join(said))

    def _look(self) -> None:
        """One timer for all who wait: the first of them has waited longest."""
        self._timer = None
        if not self._waiting or self.lost is not None:
            return
        left_s = self._waiting[0][0] - self._loop.time()
        if left_s > 0:
            self._graced = False
            self._timer = self._loop.call_later(left_s, self._look)
        elif not self._graced:
            self._graced = True
            self._timer = self._loop.call_later(_GRACE_S, self._look)
        else:
            self._lose(RedisTimeoutError("no answer in time"))

    def _lose(self, error: Exception) -> None:
        if self.lost is not None:
            return
        self.lost = error
        self.end.set_result(None)
        self._saying.clear()
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.abort()
        while self._waiting:
            _, answer = self._waiting.popleft()
            if not answer.done():
                answer.set_exception(error)
