"""The relay: one `/v1` in the words of the clients' own vendors."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from adapters.inbound.http.errors import describe, retry_headers
from adapters.inbound.http.service import Lifespan, ReadinessCheck, create_service
from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay import chat_completions, models
from adapters.inbound.relay.dialect import failure_from
from adapters.inbound.relay.use_cases import RelayUseCases
from domain.errors import DomainError
from domain.formats.openai_chat.errors import encode_error
from domain.llm.events import Failure, FailureKind

_KIND_BY_STATUS: Final[dict[int, FailureKind]] = {413: "too_large"}
_UNEXPECTED: Final = Failure(
    kind="server", message="something went wrong on our side; it was noted under this request id"
)


def create_app(
    use: RelayUseCases,
    *,
    is_ready: ReadinessCheck,
    shutdown: Shutdown,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    app = create_service(
        "relay", new_id=use.new_id, is_ready=is_ready, shutdown=shutdown, lifespan=lifespan
    )
    app.state.use_cases = use
    app.include_router(chat_completions.router)
    app.include_router(models.router)
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _answer(failure: Failure, headers: dict[str, str] | None = None) -> JSONResponse:
    status, body = encode_error(failure)
    return JSONResponse(body, status_code=status, headers=headers)


async def _domain(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    return _answer(failure_from(error), retry_headers(error))


async def _validation(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _answer(Failure(kind="bad_request", message=describe(error)))


async def _http(request: Request, error: Exception) -> JSONResponse:
    """Unknown paths and methods keep their own status, in the envelope that clients parse."""
    assert isinstance(error, HTTPException)
    message = f"{request.method} {request.url.path}: {error.detail}"
    kind = _KIND_BY_STATUS.get(error.status_code, "bad_request")
    _, body = encode_error(Failure(kind=kind, message=message))
    return JSONResponse(body, status_code=error.status_code, headers=_headers(error))


def _headers(error: HTTPException) -> dict[str, str] | None:
    return dict(error.headers) if error.headers else None


async def _unexpected(_: Request, __: Exception) -> JSONResponse:
    return _answer(_UNEXPECTED)
