"""Requests over connections of our own: a pool on asyncio and httptools, and nothing between.

The library's pool looks at every connection that it keeps, for every request; see ADR 0030.
"""

import asyncio
import socket
import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, final
from urllib.parse import urlsplit

import httpx2
from typing_extensions import override

from adapters.outbound.providers.connection import Connection, is_success
from adapters.outbound.providers.courier import Answering, Courier

CONNECTIONS_MAX: Final = 4_000
"""At a time: an answer that streams holds one."""
_KEPT_MAX: Final = 500
_KEPT_S: Final = 20.0
_LOOK_EVERY_S: Final = 0.1
_STALLED: Final = "nothing came for too long"
_OURS: Final = "user-agent: parley\r\naccept-encoding: identity\r\n"
_LATE: Final = "the whole answer took too long"


class _Origin(NamedTuple):
    secure: bool
    host: str
    port: int


class _Address(NamedTuple):
    origin: _Origin
    line: str


@lru_cache(maxsize=1024)
def _address(url: str) -> _Address:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname or ""
    line = f"POST {path} HTTP/1.1\r\nhost: {parts.netloc.rpartition('@')[2]}\r\n"
    return _Address(_Origin(secure, host, port), line)


@dataclass(slots=True, eq=False)
class _Opening:
    """A connection that is being made, and how long that may still take."""

    left_s: float
    limit: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))


@final
class LeanCourier(Courier):
    """`idle_s` is between any two reads, where a request does not say it."""

    def __init__(self, *, connect_s: float, idle_s: float) -> None:
        self._connect_s = connect_s
        self._idle_s = idle_s
        self._secure: ssl.SSLContext | None = None
        self._kept: defaultdict[_Origin, list[Connection]] = defaultdict(list)
        self._busy: set[Connection] = set()
        self._opening: set[_Opening] = set()
        self._looking: asyncio.TimerHandle | None = None
        self._looked_s = 0.0

    @override
    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        within_s: float,
        idle_s: float | None = None,
        connect_s: float | None = None,
    ) -> Answering:
        loop = asyncio.get_running_loop()
        origin, line = _address(url)
        request = _head(line, headers, len(content)) + content
        connection = self._known(origin) or await self._opened(
            origin, loop, self._connect_s if connect_s is None else connect_s
        )
        self._busy.add(connection)
        self._look_at_times(loop)
        try:
            status, told = await connection.ask(
                request,
                idle_s=self._idle_s if idle_s is None else idle_s,
                deadline_s=loop.time() + within_s,
            )
        except BaseException:
            self._busy.discard(connection)
            connection.abort()
            raise
        return _Lean(status, told, connection, self, origin)

    @override
    async def aclose(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        for connection in (*self._busy, *(each for kept in self._kept.values() for each in kept)):
            connection.abort()
        self._kept.clear()

    def leave(self, connection: Connection, origin: _Origin) -> None:
        """Keep a connection whose answer was read to its end, or close it."""
        self._busy.discard(connection)
        kept = self._kept[origin]
        if connection.let_go() and len(kept) < _KEPT_MAX:
            kept.append(connection)
        else:
            connection.abort()

    def _known(self, origin: _Origin) -> Connection | None:
        """The one that was used last."""
        kept = self._kept[origin]
        while kept:
            connection = kept.pop()
            if connection.is_open:
                return connection
        return None

    async def _opened(
        self, origin: _Origin, loop: asyncio.AbstractEventLoop, connect_s: float
    ) -> Connection:
        if len(self._opening) + len(self._busy) >= CONNECTIONS_MAX:
            raise httpx2.PoolTimeout("too many connections at a time")
        self._look_at_times(loop)
        opening = _Opening(connect_s + _LOOK_EVERY_S)
        self._opening.add(opening)
        try:
            async with opening.limit:
                transport, connection = await loop.create_connection(
                    lambda: Connection(loop, self._busy.discard),
                    origin.host,
                    origin.port,
                    ssl=self._context() if origin.secure else None,
                )
        except TimeoutError:
            raise httpx2.ConnectTimeout("no connection in time") from None
        except (OSError, UnicodeError) as error:
            raise httpx2.ConnectError(str(error)) from error
        finally:
            self._opening.discard(opening)
        found: socket.socket = transport.get_extra_info("socket")
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _context(self) -> ssl.SSLContext:
        """It verifies, with the authorities that the library trusts."""
        if self._secure is None:
            self._secure = httpx2.create_ssl_context()
            self._secure.set_alpn_protocols(["http/1.1"])
        return self._secure

    def _look_at_times(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._looking is None:
            self._looked_s = loop.time()
            self._looking = loop.call_later(_LOOK_EVERY_S, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """One timer for all: end what is late, close what nobody needed for long.

        Silence counts only as far as we listened. A loop that is behind has not read yet what
        lies there for it; otherwise thousands of good answers would end at once where a process
        has too little time.
        """
        now_s = loop.time()
        listened_s = min(now_s - self._looked_s, _LOOK_EVERY_S)
        self._fail_what_is_late(now_s, listened_s)
        for kept in self._kept.values():
            while kept and now_s - kept[0].left_s > _KEPT_S:
                kept.pop(0).abort()
        self._looking = None
        if self._busy or self._opening or any(self._kept.values()):
            self._look_at_times(loop)

    def _fail_what_is_late(self, now_s: float, listened_s: float) -> None:
        for each in [*self._busy]:
            if each.listens:
                each.silent_s += listened_s
            if now_s >= each.deadline_s:
                each.fail(httpx2.ReadTimeout(_LATE))
            elif each.silent_s >= each.idle_s + _LOOK_EVERY_S:  # it may have been heard since
                each.fail(httpx2.ReadTimeout(_STALLED))
        for opening in self._opening:
            opening.left_s -= listened_s
            if opening.left_s <= 0:
                opening.limit.reschedule(now_s)


@final
class _Lean(Answering):
    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        connection: Connection,
        courier: LeanCourier,
        origin: _Origin,
    ) -> None:
        self._status = status
        self._headers = headers
        self._connection: Connection | None = connection
        self._courier = courier
        self._origin = origin

    @property
    @override
    def status_code(self) -> int:
        return self._status

    @property
    @override
    def headers(self) -> Mapping[str, str]:
        return self._headers

    @property
    @override
    def is_success(self) -> bool:
        return is_success(self._status)

    @override
    async def read(self) -> bytes | None:
        connection = self._connection
        data = None if connection is None else await connection.read()
        if data is None:
            await self.aclose()
        return data

    @override
    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._courier.leave(connection, self._origin)


def _head(line: str, headers: Mapping[str, str], length: int) -> bytes:
    """Raises `httpx2.LocalProtocolError` for a header that would not be one."""
    told = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    broken = told.count("\n") != len(headers) or told.count("\r") != len(headers)
    if broken or "\0" in told:
        raise httpx2.LocalProtocolError("a header with a line break")
    head = f"{line}{told}{_OURS}content-length: {length}\r\n\r\n"
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:
        raise httpx2.LocalProtocolError("a header beyond latin-1") from None
