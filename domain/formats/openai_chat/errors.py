"""OpenAI's error envelope (conversion D1, D2).

Coding tools know an overflow by OpenAI's wording, read the numbers and compact; so an overflow
that another vendor reported says it in these words too.
"""

from typing import Final

from domain.formats.failures import decode_error, overflow_numbers
from domain.json import JsonObject
from domain.llm.events import Failure, FailureKind

__all__ = ["decode_error", "encode_error"]

_OUT: Final[dict[FailureKind, tuple[int, str, str | None]]] = {
    "bad_request": (400, "invalid_request_error", None),
    "unprocessable": (422, "invalid_request_error", None),
    "context_overflow": (400, "invalid_request_error", "context_length_exceeded"),
    "content_policy": (400, "invalid_request_error", "content_policy_violation"),
    "unauthenticated": (401, "authentication_error", "invalid_api_key"),
    "no_credit": (402, "insufficient_quota", "insufficient_quota"),
    "forbidden": (403, "permission_error", None),
    "unknown_model": (404, "invalid_request_error", "model_not_found"),
    "not_found": (404, "invalid_request_error", None),
    "conflict": (409, "conflict_error", None),
    "too_large": (413, "invalid_request_error", None),
    "rate_limited": (429, "rate_limit_error", "rate_limit_exceeded"),
    "server": (500, "server_error", None),
    "malformed": (502, "server_error", "upstream_error"),
    "cut": (502, "server_error", "upstream_error"),
    "unreachable": (502, "server_error", "upstream_error"),
    "overloaded": (503, "server_error", "server_is_overloaded"),
    "timeout": (504, "server_error", "timeout"),
}
_TOO_LONG: Final = "maximum context length"


def encode_error(failure: Failure) -> tuple[int, JsonObject]:
    """The status and the body. 402, not 429, for no money: clients would only try again."""
    status, kind, code = _OUT[failure.kind]
    message, param = failure.message, failure.param
    if failure.kind == "context_overflow":
        message, param = _overflow(message), param or "messages"
    error: JsonObject = {"message": message, "type": kind, "param": param, "code": code}
    return status, {"error": error}


def _overflow(said: str) -> str:
    if _TOO_LONG.lower() in said.lower():
        return said
    numbers = overflow_numbers(said)
    if numbers is None:
        return f"This model's {_TOO_LONG} is exceeded. ({said})"
    asked, limit = numbers
    told = f"This model's {_TOO_LONG} is {limit} tokens."
    return f"{told} However, your messages resulted in {asked} tokens. ({said})"
