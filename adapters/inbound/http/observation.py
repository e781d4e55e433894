"""What operators see of a service: one log line and one set of counters a request."""

import time
from typing import Final

import structlog
from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REQUESTS: Final = Counter(
    "parley_http_requests_total", "Answered requests", ["service", "method", "route", "status"]
)
_SECONDS: Final = Histogram(
    "parley_http_request_seconds", "Time to the end of the answer", ["service", "route"]
)
_OPEN: Final = Gauge("parley_http_requests_open", "Requests being answered", ["service"])
_QUIET: Final = {"/healthz", "/readyz", "/metrics"}

_log = structlog.get_logger("http")


class Observation:
    """ASGI middleware. Routes are counted by template, so that ids make no new series."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _QUIET:
            await self._app(scope, receive, send)
            return
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        with _OPEN.labels(self._service).track_inprogress():
            try:
                await self._app(scope, receive, watch)
            finally:
                self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope.get("route")
        path = getattr(route, "path", "unmatched")
        _REQUESTS.labels(self._service, scope["method"], path, status).inc()
        _SECONDS.labels(self._service, path).observe(seconds)
        _log.info(
            "request",
            service=self._service,
            method=scope["method"],
            route=path,
            status=status,
            ms=round(seconds * 1000),
        )
