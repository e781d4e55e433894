"""A span for every request, in the trace that its client began, or in a new one.

Only a service that is to tell its traces has this around it: others do not even load it.
"""

import asyncio
from collections.abc import Callable
from typing import Final, final

from opentelemetry import trace
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CARRIED: Final = TraceContextTextMapPropagator()
_HEADERS: Final = frozenset({"traceparent", "tracestate"})
_FAILED_FROM: Final = 500


@final
class Traced:
    """`at_end` is called when the service has ended, to tell what is not told yet."""

    def __init__(
        self, app: ASGIApp, *, service: str, tracer: Tracer, at_end: Callable[[], None]
    ) -> None:
        self._app = app
        self._service = service
        self._tracer = tracer
        self._at_end = at_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            try:
                await self._app(scope, receive, send)
            finally:
                await asyncio.to_thread(self._at_end)  # it waits for the collector
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        named = ((name.decode("latin-1").lower(), value) for name, value in scope["headers"])
        carried = {name: value.decode("latin-1") for name, value in named if name in _HEADERS}
        method: str = scope["method"]
        with self._tracer.start_as_current_span(
            method,
            context=_CARRIED.extract(carried),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method, "parley.service": self._service},
        ) as span:

            async def send_and_note(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note(span, message)
                await send(message)

            try:
                await self._app(scope, receive, send_and_note)
            finally:
                route: str | None = getattr(scope.get("route"), "path", None)
                if route is not None:
                    span.update_name(f"{method} {route}")
                    span.set_attribute("http.route", route)


def _note(span: trace.Span, message: Message) -> None:
    status: int = message["status"]
    span.set_attribute("http.response.status_code", status)
    if status >= _FAILED_FROM:
        span.set_status(Status(StatusCode.ERROR))
    ids = [value for name, value in message["headers"] if name.lower() == b"x-request-id"]
    if ids:
        span.set_attribute("parley.request_id", ids[0].decode("latin-1"))
