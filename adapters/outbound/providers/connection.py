"""One HTTP/1.1 connection to a provider, kept for one request after the other.

It reads ahead no more than it must: beyond 64 KiB that nobody has taken, the provider waits.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final, cast, final

import httpx2
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser
from typing_extensions import override

AHEAD_MAX: Final = 64 * 1024
HEAD_MAX: Final = 64 * 1024
"""Bytes of all of an answer's headers."""
_SUCCESS: Final = 200
_NO_SUCCESS: Final = 300
_ENCODED: Final = "content-encoding"


@final
class Connection(asyncio.Protocol):
    """`ended` hears when the other side is gone. Failures are `httpx2.HTTPError`s.

    `silent_s` is how long nothing came, counted by whoever watches the time; `idle_s` and
    `deadline_s` are the request's, for them. `left_s` is when it was let go, of the loop's clock.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, ended: Callable[["Connection"], None]
    ) -> None:
        self._loop = loop
        self._ended = ended
        self._transport: asyncio.Transport | None = None
        self._parser = HttpResponseParser(self)
        self._waiting: asyncio.Future[None] | None = None
        self._error: httpx2.HTTPError | None = None
        self._asking = False
        self._forget()
        self.silent_s = 0.0
        self.left_s = 0.0
        self.idle_s = 0.0
        self.deadline_s = 0.0

    def _forget(self) -> None:
        self._pieces: list[bytes] = []
        self._ahead = 0
        self._paused = False
        self._headers: dict[str, str] = {}
        self._head_size = 0
        self._headed = False
        self._whole = False
        self._kept = False

    # What the other side sends

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it

    @override
    def data_received(self, data: bytes) -> None:
        if not self._asking:
            self.abort()  # nobody asked
            return
        self.silent_s = 0.0
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            self.fail(httpx2.RemoteProtocolError("the answer is no HTTP"))
            return
        if self._ahead > AHEAD_MAX and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    @override
    def eof_received(self) -> bool:
        return False

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._ended(self)
        if self._asking and not self._whole:
            if self._headed and not self._has_end and exc is None:
                self._whole = True  # its end is that of the connection
            elif self._error is None:
                self._error = httpx2.ReadError("the provider closed the connection")
        self._wake()

    # What the parser finds

    def on_message_begin(self) -> None:
        if self._whole:
            raise HttpParserError("more than one answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_size += len(name) + len(value)
        if self._head_size > HEAD_MAX:
            raise HttpParserError("headers without end")
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        known = self._headers.get(key)
        self._headers[key] = text if known is None else f"{known}, {text}"

    def on_headers_complete(self) -> None:
        if self._parser.get_status_code() < _SUCCESS:
            self._headers = {}
            return
        self._headed = True
        if self._headers.get(_ENCODED, "identity") != "identity":
            raise HttpParserError("an encoding that nobody asked for")

    def on_body(self, body: bytes) -> None:
        self._pieces.append(body)
        self._ahead += len(body)

    def on_message_complete(self) -> None:
        if self._headed:
            self._whole = True
            self._kept = self._parser.should_keep_alive()

    # What whoever asks does

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    @property
    def listens(self) -> bool:
        """Not as long as nobody takes what has come."""
        return not self._paused

    async def ask(
        self, request: bytes, *, idle_s: float, deadline_s: float
    ) -> tuple[int, Mapping[str, str]]:
        """Send a request; return its answer's status and headers, by lower-case names."""
        if self._transport is None:
            raise httpx2.WriteError("the provider closed the connection")
        self._forget()
        self._asking = True
        self.silent_s, self.idle_s, self.deadline_s = 0.0, idle_s, deadline_s
        self._transport.write(request)
        while not self._headed:
            await self._something()
        return self._parser.get_status_code(), self._headers

    async def read(self) -> bytes | None:
        """What has come since; `None` at the end."""
        while not self._pieces:
            if self._whole:
                return None
            await self._something()
        pieces, self._pieces, self._ahead = self._pieces, [], 0
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def let_go(self) -> bool:
        """Whether it is good for another request; what is not is closed at once."""
        self._asking = False
        self.left_s = self._loop.time()
        good = self._whole and self._kept and self._error is None and self.is_open
        if not good:
            self.abort()
        return good

    def fail(self, error: httpx2.HTTPError) -> None:
        """End the answer with an error, for whoever waits for it."""
        if not self._whole and self._error is None:
            self._error = error
        self.abort()
        self._wake()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    @property
    def _has_end(self) -> bool:
        return "content-length" in self._headers or "transfer-encoding" in self._headers

    async def _something(self) -> None:
        if self._error is not None:
            raise self._error
        self._waiting = self._loop.create_future()
        try:
            await self._waiting
        finally:
            self._waiting = None
        if self._error is not None and not self._pieces:
            raise self._error

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


def is_success(status: int) -> bool:
    return _SUCCESS <= status < _NO_SUCCESS
