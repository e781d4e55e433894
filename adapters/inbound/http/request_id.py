"""One id a request, from the gateway to the provider, in every log line and error."""

import re

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from application.ports.ids import NewId
from domain.ids import RequestId

_SHAPE = re.compile(r"[0-9A-Za-z_-]{8,64}")


def request_id_of(request: Request) -> RequestId:
    found = request.state.request_id
    assert isinstance(found, str)
    return RequestId(found)


def is_request_id(text: str) -> bool:
    return _SHAPE.fullmatch(text) is not None


class RequestIds:
    """ASGI middleware: take the gateway's well-formed id, or make one; answer with it."""

    def __init__(self, app: ASGIApp, *, new_id: NewId) -> None:
        self._app = app
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if is_request_id(given) else self._new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        await self._app(scope, receive, send_with_id)
