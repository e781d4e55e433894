"""Anthropic's error envelope (conversion D1, D2).

Claude Code knows an overflow by its wording alone, reads the numbers and compacts; so those
words are always the same, whoever refused.
"""

from typing import Final

from domain.formats.failures import decode_error, overflow_numbers
from domain.json import JsonObject
from domain.llm.events import Failure, FailureKind

__all__ = ["decode_error", "encode_error"]

_OUT: Final[dict[FailureKind, tuple[int, str]]] = {
    "bad_request": (400, "invalid_request_error"),
    "unprocessable": (400, "invalid_request_error"),
    "context_overflow": (400, "invalid_request_error"),
    "content_policy": (400, "invalid_request_error"),
    "unauthenticated": (401, "authentication_error"),
    "no_credit": (402, "billing_error"),
    "forbidden": (403, "permission_error"),
    "unknown_model": (404, "not_found_error"),
    "not_found": (404, "not_found_error"),
    "conflict": (409, "conflict_error"),
    "too_large": (413, "request_too_large"),
    "rate_limited": (429, "rate_limit_error"),
    "server": (500, "api_error"),
    "malformed": (500, "api_error"),
    "cut": (500, "api_error"),
    "unreachable": (500, "api_error"),
    "timeout": (504, "timeout_error"),
    "overloaded": (529, "overloaded_error"),
}
_TOO_LONG: Final = "prompt is too long"


def encode_error(failure: Failure) -> tuple[int, JsonObject]:
    """The status and the body."""
    status, kind = _OUT[failure.kind]
    message = failure.message
    if failure.kind == "context_overflow":
        message = _overflow(message)
    return status, {"type": "error", "error": {"type": kind, "message": message}}


def _overflow(said: str) -> str:
    """`prompt is too long: N tokens > M maximum`, with the numbers that the message holds."""
    if said.startswith(_TOO_LONG):
        return said
    numbers = overflow_numbers(said)
    if numbers is None:
        return f"{_TOO_LONG}: your prompt exceeds the model's context window"
    asked, limit = numbers
    return f"{_TOO_LONG}: {asked} tokens > {limit} maximum"
