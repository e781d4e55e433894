"""The relay: one `/v1`, and `/v1beta`, in the words of the clients' own vendors."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any, Final, TypedDict, final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.http.errors import describe, retry_headers
from adapters.inbound.http.service import Lifespan, ReadinessCheck, create_service, routes_of
from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay import (
    chat_completions,
    completions,
    embeddings,
    generate_content,
    google_embeddings,
    google_models,
    kept_responses,
    messages,
    models,
    plain_calls,
    probes,
    responses,
)
from adapters.inbound.relay.background import going_on
from adapters.inbound.relay.envelopes import envelope_of, failure_from
from adapters.inbound.relay.fast_lane import FastLane, Handle
from adapters.inbound.relay.paths import ForgivingPaths
from adapters.inbound.relay.use_cases import RelayUseCases
from adapters.inbound.relay.whole_body import refusal
from domain.errors import DomainError
from domain.llm.events import Failure, FailureKind

_ROUTES: Final = routes_of(
    chat_completions.router,
    completions.router,
    embeddings.router,
    kept_responses.router,
    messages.router,
    models.router,
    plain_calls.router,
    probes.router,
    responses.router,
    google_models.router,
    google_embeddings.router,
    generate_content.router,
)
_LANES: Final[dict[str, Handle]] = {
    "/v1/chat/completions": chat_completions.chat_completions,
    "/v1/messages": messages.messages,
    responses.PATH: responses.create_response,
}
_KIND_BY_STATUS: Final[dict[int, FailureKind]] = {404: "not_found", 413: "too_large"}
_UNEXPECTED: Final = Failure(
    kind="server", message="something went wrong on our side; it was noted under this request id"
)


class _Openness(TypedDict):
    allow_origins: Sequence[str]
    allow_methods: Sequence[str]
    allow_headers: Sequence[str]
    expose_headers: Sequence[str]
    max_age: int


@final
class _Relay(FastAPI):
    """Its lane is before the framework's own middleware, which costs more than all else of it."""

    def __init__(self, *, lane: FastLane, **given: Any) -> None:
        super().__init__(**given)
        self._lane = lane

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lane = self._lane.of(scope)
        if lane is None:
            await super().__call__(scope, receive, send)
        else:
            scope["app"] = self
            await self._lane.serve(lane, scope, receive, send)


_OPEN_TO_PAGES: Final = _Openness(
    allow_origins=("*",),
    allow_methods=("GET", "POST", "DELETE", "OPTIONS"),
    allow_headers=("*",),
    expose_headers=(
        "x-request-id",
        "request-id",
        "retry-after",
        "x-parley-dropped",
        "x-parley-cache",
    ),
    max_age=600,
)
"""Any page may call with a key of its own; there are no cookies here that it could borrow."""


def create_app(
    use: RelayUseCases,
    *,
    is_ready: ReadinessCheck,
    shutdown: Shutdown,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """`lifespan` opens and closes what the use cases stand on, around answers in the background."""

    @asynccontextmanager
    async def whole_life(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            if lifespan is not None:
                await stack.enter_async_context(lifespan(app))
            await stack.enter_async_context(going_on(use.background, shutdown))
            yield

    app = create_service(
        "relay",
        new_id=use.new_id,
        is_ready=is_ready,
        shutdown=shutdown,
        lifespan=whole_life,
        make=partial(_Relay, lane=FastLane(use, _LANES)),
    )
    app.state.use_cases = use
    app.router.routes.extend(_ROUTES)
    app.add_middleware(ForgivingPaths)
    app.add_middleware(CORSMiddleware, **_OPEN_TO_PAGES)
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(messages.ThreadsUnsupported, messages.refuse_threads)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _refuse(request: Request, failure: Failure, *, status: int | None = None) -> JSONResponse:
    """`status`, where there is one, goes before what the failure's kind would say."""
    answer = refusal(envelope_of(request), failure)
    answer.status_code = status or answer.status_code
    return answer


async def _domain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    answer = _refuse(request, failure_from(error))
    answer.headers.update(retry_headers(error))
    return answer


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _refuse(request, Failure(kind="bad_request", message=describe(error)))


async def _http(request: Request, error: Exception) -> JSONResponse:
    """Unknown paths and methods keep their own status, in the envelope that clients parse."""
    assert isinstance(error, HTTPException)
    message = f"{request.method} {request.url.path}: {error.detail}"
    kind = _KIND_BY_STATUS.get(error.status_code, "bad_request")
    answer = _refuse(request, Failure(kind=kind, message=message), status=error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _unexpected(request: Request, _: Exception) -> JSONResponse:
    return _refuse(request, _UNEXPECTED)
