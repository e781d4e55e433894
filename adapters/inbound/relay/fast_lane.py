"""The routes that tools ask all day, before the framework: the same handlers, the same words.

A path that is spelled otherwise goes the usual way, and so does what a page in a browser asks,
which wants headers of its own. What is refused is refused by the application's own handlers.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, final

import structlog
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound.http.headers import header_in
from adapters.inbound.http.observation import access_records, open_requests
from adapters.inbound.http.request_id import is_request_id
from adapters.inbound.relay.access import check
from adapters.inbound.relay.caller import key_in
from adapters.inbound.relay.use_cases import RelayUseCases
from domain.errors import DomainError
from domain.transactions.transaction import Payer

_SERVICE: Final = "relay"
_METHOD: Final = "POST"
Handle = Callable[[Request, Payer, RelayUseCases], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Lane:
    """A route as the framework would find it; `path` is the whole of its template."""

    path: str
    handle: Handle


@final
class FastLane:
    def __init__(self, use: RelayUseCases, lanes: Mapping[str, Handle]) -> None:
        self._use = use
        self._lanes = {path: Lane(path, handle) for path, handle in lanes.items()}

    def of(self, scope: Scope) -> Lane | None:
        """The lane that a request takes, if any."""
        lane = self._lanes.get(scope.get("path", ""))
        if lane is None or scope["type"] != "http" or scope["method"] != _METHOD:
            return None
        return None if any(name == b"origin" for name, _ in scope["headers"]) else lane

    async def serve(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        """As the application would; `scope` says which one that is."""
        request = Request(scope, receive)
        request_id = header_in(request, b"x-request-id")
        if request_id is None or not is_request_id(request_id):
            request_id = self._use.new_id()
        scope["route"] = lane
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        await self._observed(lane, request, receive, send, request_id)

    async def _observed(
        self, lane: Lane, request: Request, receive: Receive, send: Send, request_id: str
    ) -> None:
        scope = request.scope
        status, began = 0, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        open_requests.begin(_SERVICE)
        try:
            answer = await self._answer(lane, request)
            await answer(scope, receive, send_with_id)
        except Exception as error:
            if status == 0:
                answer = await _refused(request, error)
                await answer(scope, receive, send_with_id)
            raise  # for the server's log
        finally:
            open_requests.end(_SERVICE)
            seconds = time.perf_counter() - began
            access_records.note(
                (_SERVICE, _METHOD, lane.path),
                status=status,
                seconds=seconds,
                request_id=request_id,
                at=self._use.clock(),
            )

    async def _answer(self, lane: Lane, request: Request) -> Response:
        use = self._use
        try:
            payer = await use.admit_key(key_in(request))
            check(request, await use.access.of(payer))
            return await lane.handle(request, payer, use)
        except (DomainError, HTTPException) as error:
            return await _refused(request, error)


async def _refused(request: Request, error: Exception) -> Response:
    app = request.app
    assert isinstance(app, FastAPI)
    handlers = app.exception_handlers
    handle = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)
    answer = handle(request, error)
    assert isinstance(answer, Awaitable)
    told = await answer
    assert isinstance(told, Response)
    return told
