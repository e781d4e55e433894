"""What operators see of a service: one log line and one set of counters a request."""

import atexit
import logging
import sys
import time
from asyncio import TimerHandle, get_running_loop
from datetime import datetime
from functools import lru_cache
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
_WRITTEN_EVERY_S: Final = 0.05

_log = structlog.get_logger("http")
_requests = lru_cache(maxsize=4096)(_REQUESTS.labels)
_seconds = lru_cache(maxsize=1024)(_SECONDS.labels)


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
        open_requests.begin(self._service)
        try:
            await self._app(scope, receive, watch)
        finally:
            open_requests.end(self._service)
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope.get("route")
        path = getattr(route, "path", "unmatched")
        count(self._service, scope["method"], path, status, seconds)
        _log.info(
            "request",
            service=self._service,
            method=scope["method"],
            route=path,
            status=status,
            ms=round(seconds * 1000),
        )


def count(service: str, method: str, route: str, status: int, seconds: float) -> None:
    _requests(service, method, route, status).inc()
    _seconds(service, route).observe(seconds)


class OpenRequests:
    """How many a service answers now: counted in the loop's one thread, without a lock."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}

    @property
    def now(self) -> int:
        """Of this process."""
        return sum(self._open.values())

    def begin(self, service: str) -> None:
        if service not in self._open:
            self._open[service] = 0
            _OPEN.labels(service).set_function(lambda: self._open[service])
        self._open[service] += 1

    def end(self, service: str) -> None:
        self._open[service] -= 1


class AccessRecords:
    """The same of requests to routes that are asked all the time: told for many at once.

    `lane` is service, method and route.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._counts: list[tuple[tuple[str, str, str], int, float]] = []
        self._writing: TimerHandle | None = None

    def note(
        self,
        lane: tuple[str, str, str],
        *,
        status: int,
        seconds: float,
        request_id: str,
        at: datetime,
    ) -> None:
        """All words are our own, or of a shape that needs no escapes."""
        self._counts.append((lane, status, seconds))
        if self._writing is None:
            self._writing = get_running_loop().call_later(_WRITTEN_EVERY_S, self.write)
        if not _log.is_enabled_for(logging.INFO):
            return
        service, method, route = lane
        when = at.isoformat(timespec="microseconds").removesuffix("+00:00")
        self._lines.append(
            f'{{"service": "{service}", "method": "{method}", "route": "{route}", '
            f'"status": {status}, "ms": {round(seconds * 1000)}, "event": "request", '
            f'"request_id": "{request_id}", "level": "info", "timestamp": "{when}Z"}}\n'
        )

    def count(self) -> None:
        """Put what is not counted yet into the figures."""
        counts, self._counts = self._counts, []
        for (service, method, route), status, seconds in counts:
            count(service, method, route, status, seconds)

    def write(self) -> None:
        self._writing = None
        self.count()
        lines, self._lines = self._lines, []
        if lines:
            sys.stdout.write("".join(lines))
            sys.stdout.flush()


open_requests = OpenRequests()
access_records = AccessRecords()
atexit.register(access_records.write)
