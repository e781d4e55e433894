"""OpenAI's envelope of errors, and what a failed answer says in a stream (conversion C7, D1, D2).

Codex decides by the code alone: it tries again after `server_error` and `rate_limit_exceeded`,
and gives up after those that name a fault of the request or of the account. It gives up on an
overload too, which passes; so that is told as an error of the server.
"""

import math
from dataclasses import replace
from typing import Final

from domain.formats.failures import decode_error
from domain.formats.openai_chat import errors as openai
from domain.json import JsonObject
from domain.llm.events import Failure, FailureKind

__all__ = ["decode_error", "encode_error", "failed_error"]

_CODES: Final[dict[FailureKind, str]] = {
    "bad_request": "invalid_prompt",
    "unprocessable": "invalid_prompt",
    "context_overflow": "context_length_exceeded",
    "content_policy": "invalid_prompt",
    "unauthenticated": "invalid_prompt",
    "no_credit": "insufficient_quota",
    "forbidden": "invalid_prompt",
    "unknown_model": "invalid_prompt",
    "not_found": "invalid_prompt",
    "conflict": "server_error",
    "too_large": "invalid_prompt",
    "rate_limited": "rate_limit_exceeded",
    "overloaded": "server_error",
    "server": "server_error",
    "timeout": "server_error",
    "unreachable": "server_error",
    "cut": "server_error",
    "malformed": "server_error",
}


def encode_error(failure: Failure) -> tuple[int, JsonObject]:
    """The status and the body before the first byte: OpenAI's, but that an overload passes."""
    if failure.kind == "context_overflow" and failure.param is None:
        failure = replace(failure, param="input")
    status, body = openai.encode_error(failure)
    if failure.kind != "overloaded":
        return status, body
    code = _CODES[failure.kind]
    error: JsonObject = {"message": failure.message, "type": code, "param": None, "code": code}
    return status, {"error": error}


def failed_error(failure: Failure) -> JsonObject:
    """The `error` of a failed response. Codex reads the delay from the message."""
    message = failure.message
    if failure.kind == "rate_limited" and failure.retry_after_s is not None:
        message = f"{message} Please try again in {math.ceil(failure.retry_after_s)}s."
    return {"code": _CODES[failure.kind], "message": message}
