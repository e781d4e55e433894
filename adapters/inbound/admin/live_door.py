"""What stands in front of the sockets: foreign pages and crowds stay outside.

socket.io's own check of origins answers with headers that admit other sites; ours does not.
"""

import asyncio
from collections.abc import Callable
from typing import Final, final

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.inbound.http.origin import is_from_own_page

WEB_SOCKETS_MAX: Final = 1_000


@final
class LiveDoor:
    """ASGI middleware for `path`. `is_full` says whether one more connection is too much.

    WebSockets are counted here as well: one that was told to close may stay, and is forgotten
    further in.
    """

    def __init__(self, app: ASGIApp, *, path: str, is_full: Callable[[], bool]) -> None:
        self._app: Final = app
        self._path: Final = f"/{path}/"
        self._is_full: Final = is_full
        self._web_sockets = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if self._is_poll(scope):
            await self._poll(scope, receive, send)
            return
        self._web_sockets += scope["type"] == "websocket"
        try:
            await self._app(scope, receive, send)
        finally:
            self._web_sockets -= scope["type"] == "websocket"

    async def _poll(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The library waits 45 s for news that nobody would read, and holds a shutdown up."""
        request = await receive()

        async def given() -> Message:
            return request

        polling = asyncio.ensure_future(self._app(scope, given, send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({polling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            polling.cancel()
            await asyncio.wait({polling, leaving})
        if not polling.cancelled():
            polling.result()

    def _is_poll(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET":
            return False
        return f"{scope['path']}/".startswith(self._path)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        if scope["type"] == "lifespan" or not f"{scope['path']}/".startswith(self._path):
            return None
        if not is_from_own_page(scope):
            return _refuse(403, "forbidden", "this request came from another site")
        is_new = "sid" not in QueryParams(scope["query_string"])
        is_crowded = scope["type"] == "websocket" and self._web_sockets >= WEB_SOCKETS_MAX
        if is_crowded or (is_new and self._is_full()):
            return _refuse(503, "unavailable", "too many live views are open; try again later")
        return None


def _refuse(status: int, code: str, message: str) -> JSONResponse:
    content = {"error": {"code": code, "message": message, "request_id": None}}
    return JSONResponse(content, status_code=status)
