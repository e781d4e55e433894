"""The one place where domain errors become HTTP statuses."""

import math
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from adapters.inbound.http.request_id import request_id_of
from domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    PaymentRequired,
    RateLimited,
    Unauthenticated,
    Unavailable,
    UpstreamFailed,
)
from domain.llm.reply import BrokenStream

STATUS_BY_ERROR: Final[dict[type[DomainError], int]] = {
    Invalid: 400,
    Unauthenticated: 401,
    PaymentRequired: 402,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    RateLimited: 429,
    UpstreamFailed: 502,
    BrokenStream: 502,
    Unavailable: 503,
}
_MESSAGE_LENGTH_MAX: Final = 1_000
_STEP_LENGTH_MAX: Final = 80
_UNAVAILABLE_RETRY_AFTER_S = 2
_CODE_BY_STATUS: Final[dict[int, str]] = {
    400: "invalid",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}


class ProblemOut(BaseModel):
    """`message` is a sentence for people; `code` says the same to programs."""

    code: str
    message: str
    request_id: str | None


class ErrorOut(BaseModel):
    """What every failure is answered with."""

    error: ProblemOut


def status_of(error: DomainError) -> int:
    return next(STATUS_BY_ERROR[kind] for kind in type(error).__mro__ if kind in STATUS_BY_ERROR)


def retry_headers(error: DomainError) -> dict[str, str]:
    """When to come back, for the errors that pass by themselves."""
    match error:
        case RateLimited(retry_after_s=seconds):
            return {"retry-after": str(math.ceil(seconds))}
        case Unavailable():
            return {"retry-after": str(_UNAVAILABLE_RETRY_AFTER_S)}
        case _:
            return {}


def said(error: DomainError) -> str:
    """Its words, cut: some repeat what a client sent, and that may be as long as a body."""
    text = str(error)
    return text if len(text) <= _MESSAGE_LENGTH_MAX else f"{text[:_MESSAGE_LENGTH_MAX]}…"


def install(app: FastAPI) -> None:
    """Answer every failure in the envelope `{"error": {"code", "message", "request_id"}}`."""
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _envelope(
    request: Request, status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    problem = ProblemOut(code=code, message=message, request_id=request_id_of(request))
    content = ErrorOut(error=problem).model_dump()
    return JSONResponse(content, status_code=status, headers=headers)


async def _domain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    return _envelope(request, status_of(error), error.code, said(error), retry_headers(error))


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _envelope(request, 422, "invalid", describe(error))


def describe(error: RequestValidationError) -> str:
    """Name each field that is wrong and why; the values stay out, they may be secrets.

    A name that nobody knows is cut: it may be as long as the body.
    """
    problems = [
        f"{'.'.join(str(step)[:_STEP_LENGTH_MAX] for step in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()[:5]
    ]
    return "; ".join(problems)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _CODE_BY_STATUS.get(error.status_code, "error")
    headers = dict(error.headers) if error.headers else None
    return _envelope(request, error.status_code, code, str(error.detail), headers)


async def _unexpected(request: Request, _: Exception) -> JSONResponse:
    message = "something went wrong on our side; it was noted under this request id"
    return _envelope(request, 500, "internal", message)
