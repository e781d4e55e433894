"""What stands in front of the sockets: foreign pages and crowds stay outside.

socket.io's own check of origins answers with headers that admit other sites; ours does not.
"""

from collections.abc import Callable
from typing import Final, final

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.http.origin import is_from_own_page


@final
class LiveDoor:
    """ASGI middleware for `path`. `is_full` says whether one more connection is too much."""

    def __init__(self, app: ASGIApp, *, path: str, is_full: Callable[[], bool]) -> None:
        self._app: Final = app
        self._path: Final = f"/{path}/"
        self._is_full: Final = is_full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        if scope["type"] == "lifespan" or not f"{scope['path']}/".startswith(self._path):
            return None
        if not is_from_own_page(scope):
            return _refuse(403, "forbidden", "this request came from another site")
        if "sid" not in QueryParams(scope["query_string"]) and self._is_full():
            return _refuse(503, "unavailable", "too many live views are open; try again later")
        return None


def _refuse(status: int, code: str, message: str) -> JSONResponse:
    content = {"error": {"code": code, "message": message, "request_id": None}}
    return JSONResponse(content, status_code=status)
