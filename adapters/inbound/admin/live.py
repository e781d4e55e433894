"""The live view: each finished call, pushed to every administrator who watches.

Every instance listens to the feed by itself and serves its own sockets, so nothing has to be
passed between instances. Clients are told, never asked: no event of theirs is handled.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import socketio
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from socketio.exceptions import ConnectionRefusedError  # noqa: A004 - the library's name for it

from adapters.inbound.admin.call_view import call_out
from adapters.inbound.admin.use_cases import AdminUseCases
from adapters.inbound.http.origin import is_from_own_page
from domain.errors import DomainError
from domain.transactions.transaction import Transaction

NAMESPACE: Final = "/live"
PATH: Final = "admin/socket.io"
_ROOM: Final = "watchers"
_TICK_S: Final = 10.0
_MESSAGE_BYTES_MAX: Final = 16_384
_CHECK_S: Final = 30.0

_log = structlog.get_logger("live")


class _Handshake(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    token: str = Field(max_length=4_096)


class Live:
    """Owns the socket server; run `broadcast` for as long as the service lives."""

    def __init__(self, use: AdminUseCases) -> None:
        self._use = use
        self._timers: dict[str, asyncio.Task[None]] = {}
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            # Origins are checked in the handshake, against the address that was asked for.
            cors_allowed_origins="*",
            cors_credentials=False,
            max_http_buffer_size=_MESSAGE_BYTES_MAX,
            logger=False,
            engineio_logger=False,
        )
        self.server.on("connect", self._connect, namespace=NAMESPACE)
        self.server.on("disconnect", self._disconnect, namespace=NAMESPACE)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        if not is_from_own_page(environ["asgi.scope"]):
            raise ConnectionRefusedError("this page may not watch")
        try:
            token = _Handshake.model_validate(auth).token
            await self._use.identify(token)
        except ValidationError:
            raise ConnectionRefusedError("unauthenticated") from None
        except DomainError as error:
            raise ConnectionRefusedError(error.code) from None
        await self.server.enter_room(sid, _ROOM, namespace=NAMESPACE)
        self._timers[sid] = asyncio.create_task(self._watch(sid, token))

    async def _disconnect(self, sid: str, reason: object = None) -> None:
        del reason
        timer = self._timers.pop(sid, None)
        if timer is not None:
            timer.cancel()

    async def _watch(self, sid: str, token: str) -> None:
        """Send them away once the token has expired or the session has ended."""
        try:
            while True:
                identified = await self._use.identify(token)
                left_s = (identified.expires_at - self._use.clock()).total_seconds()
                await asyncio.sleep(max(0.0, min(left_s, _CHECK_S)))
        except DomainError:
            self._timers.pop(sid, None)
            await self.server.disconnect(sid, namespace=NAMESPACE)

    async def broadcast(self) -> None:
        """Until cancelled."""
        await asyncio.gather(_insist(self._pass_on), _insist(self._tick))

    async def _pass_on(self) -> None:
        async for transaction in self._use.feed.listen():
            await self._tell(transaction)

    async def _tell(self, transaction: Transaction) -> None:
        (described,) = await self._use.describe_calls([transaction])
        await self._emit("call", call_out(described).model_dump(mode="json"))

    async def _tick(self) -> None:
        while True:
            await self._emit("tick", {"at": self._use.clock().isoformat()})
            await asyncio.sleep(_TICK_S)

    async def _emit(self, event: str, content: dict[str, object]) -> None:
        await self.server.emit(event, content, room=_ROOM, namespace=NAMESPACE)


async def _insist(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except DomainError as error:
            _log.warning("live view interrupted", code=error.code)
            await asyncio.sleep(1)
