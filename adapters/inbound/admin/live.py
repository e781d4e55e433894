"""The live view: each finished call, pushed to every administrator who watches.

Every instance listens to the feed by itself and serves its own sockets, so nothing has to be
passed between instances (no Redis manager). Clients are told, never asked: one that sends an
event of its own is sent away. Calls are gathered for a tenth of a second, so that a burst
costs one look-up of each name and not one a call.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import socketio
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from socketio.exceptions import ConnectionRefusedError  # noqa: A004 - the library's name for it

from adapters.inbound.admin.call_view import call_out
from adapters.inbound.admin.use_cases import AdminUseCases
from adapters.inbound.http.shutdown import Shutdown
from application.admin.change_administrators import SUBJECT as ADMINISTRATOR
from application.admin.permissions import authorise
from application.alerts.watch import SUBJECT as ALERTS
from domain.errors import DomainError, Unauthenticated
from domain.transactions.transaction import Transaction

NAMESPACE: Final = "/live"
PATH: Final = "admin/socket.io"
MESSAGE_BYTES_MAX: Final = 16_384
SOCKETS_MAX: Final = 1_000
SOCKETS_EACH_MAX: Final = 20
_ROOM: Final = "watchers"
_GATHER_S: Final = 0.1
_WAITING_MAX: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often sessions are checked, and how often all are told the time."""

    check_s: float = 10.0
    tick_s: float = 10.0


DEFAULT_RHYTHM: Final = Rhythm()

_log = structlog.get_logger("live")


class _Handshake(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    token: str = Field(max_length=4_096)


@final
class Live:
    """Owns the socket server; run `broadcast` for as long as the service lives."""

    def __init__(
        self,
        use: AdminUseCases,
        shutdown: Shutdown,
        *,
        rhythm: Rhythm = DEFAULT_RHYTHM,
    ) -> None:
        self._use = use
        self._shutdown = shutdown
        self._rhythm = rhythm
        self._watches: dict[str, asyncio.Task[None]] = {}
        self._watchers: dict[str, str] = {}
        self._farewells: set[asyncio.Task[None]] = set()
        self._strangers: frozenset[str] = frozenset()
        self._waiting: asyncio.Queue[Transaction] = asyncio.Queue(_WAITING_MAX)
        self.server: Any = socketio.AsyncServer(
            async_mode="asgi",
            namespaces=[NAMESPACE],
            # `LiveDoor` checks origins; an empty list turns the library's own check off.
            cors_allowed_origins=[],
            max_http_buffer_size=MESSAGE_BYTES_MAX,
            http_compression=False,
            async_handlers=False,
            logger=False,
            engineio_logger=False,
        )
        self.server.on("connect", self._connect, namespace=NAMESPACE)
        self.server.on("disconnect", self._disconnect, namespace=NAMESPACE)
        self.server.on("*", self._refuse_event, namespace=NAMESPACE)

    def is_full(self) -> bool:
        return self._shutdown.is_wished or len(self._connections()) >= SOCKETS_MAX

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        del environ
        try:
            await self._admit(sid, auth)
        except ConnectionRefusedError:
            manager: Any = self.server.manager
            farewell = asyncio.create_task(self._hang_up(manager.eio_sid_from_sid(sid, NAMESPACE)))
            self._farewells.add(farewell)
            farewell.add_done_callback(self._farewells.discard)
            raise

    async def _admit(self, sid: str, auth: object) -> None:
        try:
            token = _Handshake.model_validate(auth).token
            administrator = (await self._use.identify(token)).administrator
            authorise(administrator, "look")
        except ValidationError:
            raise ConnectionRefusedError("unauthenticated") from None
        except DomainError as error:
            raise ConnectionRefusedError(error.code) from None
        if list(self._watchers.values()).count(administrator.id) >= SOCKETS_EACH_MAX:
            raise ConnectionRefusedError("rate_limited")
        await self.server.enter_room(sid, _ROOM, namespace=NAMESPACE)
        self._watchers[sid] = administrator.id
        self._watches[sid] = asyncio.create_task(self._watch(sid, token))

    async def _hang_up(self, connection: str) -> None:
        """In a task of its own: the words of the refusal go out first."""
        await self.server.eio.disconnect(connection)

    async def _disconnect(self, sid: str, reason: object = None) -> None:
        del reason
        self._watchers.pop(sid, None)
        watch = self._watches.pop(sid, None)
        if watch is not None:
            watch.cancel()

    async def _refuse_event(self, event: str, sid: str, *content: object) -> None:
        del event, content
        await self._send_away(sid)

    async def _watch(self, sid: str, token: str) -> None:
        """Send them away once the token has expired or the session has ended."""
        left_s = self._rhythm.check_s
        while left_s > 0:
            try:
                identified = await self._use.identify(token)
                left_s = (identified.expires_at - self._use.clock()).total_seconds()
            except Unauthenticated:
                break
            except DomainError as error:
                # A store is away: nobody gains by it, since the token's end is counted on.
                left_s -= self._rhythm.check_s
                _log.warning("live session not checked", code=error.code)
            await asyncio.sleep(max(0.0, min(left_s, self._rhythm.check_s)))
        # Its own task must not be cancelled half-way through the farewell.
        self._watches.pop(sid, None)
        await self._send_away(sid)

    async def _send_away(self, sid: str) -> None:
        await self.server.disconnect(sid, namespace=NAMESPACE)

    async def broadcast(self) -> None:
        """Until cancelled."""
        await asyncio.gather(
            _insist(self._listen),
            _insist(self._tell),
            _insist(self._tick),
            _insist(self._heed),
            self._close(),
        )

    async def _listen(self) -> None:
        async for transaction in self._use.feed.listen():
            if self._watchers:
                await self._waiting.put(transaction)

    async def _heed(self) -> None:
        """Say that alerts are others now, for whoever looks at them; see signed out ones off."""
        async for change in self._use.changes.listen():
            if change.subject.startswith(ALERTS):
                await self._emit("alerts", {})
            elif change.ended and change.subject.startswith(ADMINISTRATOR):
                await self._turn_out(change.subject.removeprefix(ADMINISTRATOR))

    async def _turn_out(self, administrator: str) -> None:
        """Whoever may look no more, or with another role, does not go on until the next check."""
        for sid in [each for each, who in self._watchers.items() if who == administrator]:
            await self._send_away(sid)

    async def _tell(self) -> None:
        while True:
            first = await self._waiting.get()
            await asyncio.sleep(_GATHER_S)
            more = [self._waiting.get_nowait() for _ in range(self._waiting.qsize())]
            await self._tell_all([first, *more])

    async def _tell_all(self, calls: Sequence[Transaction]) -> None:
        for described in await self._use.describe_calls(calls):
            await self._emit("call", call_out(described).model_dump(mode="json"))

    async def _tick(self) -> None:
        while True:
            await self._emit("tick", {"at": self._use.clock().isoformat()})
            await self._turn_out_strangers()
            await asyncio.sleep(self._rhythm.tick_s)

    async def _turn_out_strangers(self) -> None:
        """Close connections that have not joined the live view since the last time."""
        strangers = frozenset(
            each
            for each in self._connections()
            if self.server.manager.sid_from_eio_sid(each, NAMESPACE) is None
        )
        for each in strangers & self._strangers:
            await self.server.eio.disconnect(each)
        self._strangers = strangers

    async def _close(self) -> None:
        """At the service's end, tell all to go elsewhere: waiting polls would hold it up."""
        await self._shutdown.wished()
        for each in self._connections():
            await self.server.eio.disconnect(each)

    def _connection_of(self, sid: str) -> str:
        """The name of the transport below, which is another than the namespace's."""
        connection: str = self.server.manager.eio_sid_from_sid(sid, NAMESPACE)
        return connection

    def _connections(self) -> tuple[str, ...]:
        """All there are, of watchers and of those who have not said yet who they are."""
        environ: dict[str, object] = self.server.environ
        return tuple(environ)

    async def _emit(self, event: str, content: dict[str, object]) -> None:
        await self.server.emit(event, content, room=_ROOM, namespace=NAMESPACE)


async def _insist(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except DomainError as error:
            _log.warning("live view interrupted", code=error.code)
        except Exception:  # noqa: BLE001 - the last resort: it must not go dark without a word
            _log.exception("live view broke")
        await asyncio.sleep(1)
