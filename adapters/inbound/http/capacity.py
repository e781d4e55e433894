"""What one instance carries at once: whatever is more is sent away quickly, and told when to come.

Without a bound an instance that is asked more than it can do takes everything in, gets slower for
all and grows until it is killed. So requests are counted before anything else looks at them, and
so are the bytes of their bodies, which lie in memory while they are read.
"""

from collections.abc import Callable
from typing import Final, final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import Counter
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.http.errors import ErrorOut, ProblemOut
from adapters.inbound.http.request_id import is_request_id, request_id_of
from application.ports.ids import NewId

PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
RETRY_AFTER_S: Final = 1
CROWDED: Final = "more is asked of this service than it can carry now; try again in a second"
Refuse = Callable[[Request], Response]

_REFUSED: Final = Counter(
    "parley_http_requests_over_capacity_total",
    "Requests sent away since an instance carried all that it may",
    ["service"],
)


def refuse(request: Request) -> Response:
    """In the words of our own interfaces."""
    problem = ProblemOut(code="unavailable", message=CROWDED, request_id=request_id_of(request))
    return JSONResponse(
        ErrorOut(error=problem).model_dump(),
        status_code=503,
        headers={"retry-after": str(RETRY_AFTER_S)},
    )


@final
class Capacity:
    """ASGI middleware around a whole service. Probes are always let in, and are not counted.

    One body is always let in, however long: what is too long for a route is for the route to say.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        service: str,
        requests_max: int,
        body_bytes_max: int,
        new_id: NewId,
        refuse: Refuse = refuse,
    ) -> None:
        self._app = app
        self._requests_max = requests_max
        self._body_bytes_max = body_bytes_max
        self._new_id = new_id
        self._refuse = refuse
        self._refused = _REFUSED.labels(service)
        self._requests = 0
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        length = _length_of(scope)
        if not self._has_room(length):
            await self._send_away(scope, receive, send)
            return
        self._requests += 1
        self._bytes += length
        try:
            await self._app(scope, receive, send)
        finally:
            self._requests -= 1
            self._bytes -= length

    def _has_room(self, length: int) -> bool:
        if self._requests >= self._requests_max:
            return False
        return not self._bytes or not length or self._bytes + length <= self._body_bytes_max

    async def _send_away(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Nothing of the body is read."""
        self._refused.inc()
        request = Request(scope, receive)
        given = request.headers.get("x-request-id", "")
        request_id = given if is_request_id(given) else self._new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        answer = self._refuse(request)
        answer.headers["x-request-id"] = request_id
        await answer(scope, receive, send)


def _length_of(scope: Scope) -> int:
    """As the client says; the gateway reads what comes without a length before it hands it on."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
