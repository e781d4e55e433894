"""Google's error envelope (conversion D1 to D3)."""

from typing import Final

from domain.formats.failures import decode_error, overflow_numbers
from domain.formats.sse import frame
from domain.json import Json, JsonObject
from domain.llm.events import Failure, FailureKind

__all__ = ["decode_error", "encode_error"]

_OUT: Final[dict[FailureKind, tuple[int, str]]] = {
    "bad_request": (400, "INVALID_ARGUMENT"),
    "unprocessable": (400, "INVALID_ARGUMENT"),
    "context_overflow": (400, "INVALID_ARGUMENT"),
    "content_policy": (400, "INVALID_ARGUMENT"),
    "unauthenticated": (401, "UNAUTHENTICATED"),
    "no_credit": (402, "RESOURCE_EXHAUSTED"),
    "forbidden": (403, "PERMISSION_DENIED"),
    "unknown_model": (404, "NOT_FOUND"),
    "not_found": (404, "NOT_FOUND"),
    "conflict": (409, "ABORTED"),
    "too_large": (413, "INVALID_ARGUMENT"),
    "rate_limited": (429, "RESOURCE_EXHAUSTED"),
    "server": (500, "INTERNAL"),
    "malformed": (500, "INTERNAL"),
    "cut": (500, "INTERNAL"),
    "unreachable": (500, "INTERNAL"),
    "overloaded": (503, "UNAVAILABLE"),
    "timeout": (504, "DEADLINE_EXCEEDED"),
}
_RETRY: Final = "type.googleapis.com/google.rpc.RetryInfo"
_TOO_LONG: Final = "exceeds the maximum number of tokens allowed"


def encode_error(failure: Failure) -> tuple[int, JsonObject]:
    """The status and the body. When to come back stands in the body there.

    402, not 429, for no money: clients would only try again.
    """
    status, word = _OUT[failure.kind]
    message = failure.message
    if failure.kind == "context_overflow":
        message = _overflow(message)
    error: dict[str, Json] = {"code": status, "message": message, "status": word}
    if failure.retry_after_s is not None:
        error["details"] = [{"@type": _RETRY, "retryDelay": f"{failure.retry_after_s:g}s"}]
    return status, {"error": error}


def in_stream(error: str) -> bytes:
    """An envelope in a stream of events: as one, and behind the events.

    Its JavaScript client sees it in an event alone since its third version, before that only
    outside of them; else it takes the answer for ended. The last line stays open: what is not
    read as an error is a broken event then, which is an error too.
    """
    return frame(error) + f"{error}\n".encode("utf-8", "replace")


def _overflow(said: str) -> str:
    """In Google's own words, with the numbers that the message holds."""
    numbers = overflow_numbers(said)
    if _TOO_LONG in said or numbers is None:
        return said if _TOO_LONG in said else f"The input token count {_TOO_LONG}. ({said})"
    asked, limit = numbers
    return f"The input token count ({asked}) {_TOO_LONG} ({limit})."
