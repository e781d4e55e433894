"""Error envelopes, both ways (D1, D2). Messages never carry keys, addresses or HTML."""

import re
from collections.abc import Mapping
from typing import Final

from domain.errors import Invalid
from domain.json import Json, JsonObject, read
from domain.llm.events import Failure, FailureKind

_OUT: Final[dict[FailureKind, tuple[int, str, str | None]]] = {
    "bad_request": (400, "invalid_request_error", None),
    "context_overflow": (400, "invalid_request_error", "context_length_exceeded"),
    "content_policy": (400, "invalid_request_error", "content_policy_violation"),
    "unauthenticated": (401, "authentication_error", "invalid_api_key"),
    "no_credit": (402, "insufficient_quota", "insufficient_quota"),
    "forbidden": (403, "permission_error", None),
    "unknown_model": (404, "invalid_request_error", "model_not_found"),
    "too_large": (413, "invalid_request_error", None),
    "rate_limited": (429, "rate_limit_error", "rate_limit_exceeded"),
    "server": (500, "server_error", None),
    "malformed": (502, "server_error", "upstream_error"),
    "cut": (502, "server_error", "upstream_error"),
    "unreachable": (502, "server_error", "upstream_error"),
    "overloaded": (503, "server_error", "server_is_overloaded"),
    "timeout": (504, "server_error", "timeout"),
}
_BY_STATUS: Final[dict[int, FailureKind]] = {
    401: "unauthenticated",
    402: "no_credit",
    403: "forbidden",
    404: "unknown_model",
    408: "timeout",
    413: "too_large",
    429: "rate_limited",
    503: "overloaded",
    504: "timeout",
    529: "overloaded",
}
_BY_CODE: Final[dict[str, FailureKind]] = {
    "context_length_exceeded": "context_overflow",
    "insufficient_quota": "no_credit",
    "invalid_api_key": "unauthenticated",
    "model_not_found": "unknown_model",
    "rate_limit_exceeded": "rate_limited",
    "rate_limit_error": "rate_limited",
    "server_is_overloaded": "overloaded",
    "overloaded_error": "overloaded",
    "content_policy_violation": "content_policy",
    "content_filter": "content_policy",
}
_OVERFLOW: Final = (
    "prompt is too long",
    "maximum context length",
    "exceed context limit",
    "exceeds the available context size",
    "longer than the model's context length",
)
_SECRETS: Final = re.compile(r"\b(?:sk|pk|key)-[\w*.-]{6,}|https?://\S+|Bearer \S+", re.IGNORECASE)
_BAD_REQUEST: Final = 400
_SERVER: Final = 500
_MESSAGE_LENGTH_MAX: Final = 2_000


def encode_error(failure: Failure) -> tuple[int, JsonObject]:
    """The status and the body."""
    status, kind, code = _OUT[failure.kind]
    error: JsonObject = {"message": failure.message, "type": kind, "param": None, "code": code}
    return status, {"error": error}


def decode_error(status: int, body: bytes, headers: Mapping[str, str]) -> Failure:
    """Read whatever a server says when it refuses."""
    code, message = _said(body)
    kind = failure_kind(status, code, message)
    shown = safe(message) or f"the provider answered with status {status}"
    return Failure(kind=kind, message=shown, retry_after_s=_retry_after(headers))


def failure_kind(status: int, code: str, message: str) -> FailureKind:
    lowered = message.lower()
    if status in {_BAD_REQUEST, 413} and any(words in lowered for words in _OVERFLOW):
        return "context_overflow"
    by_code = _BY_CODE.get(code)
    if by_code is not None:
        return by_code
    fallback: FailureKind = "server" if status >= _SERVER else "bad_request"
    return _BY_STATUS.get(status, fallback)


def stream_failure(error: Json) -> Failure:
    """An error object inside a stream that began well."""
    code, message = _from_object(error)
    kind = failure_kind(_SERVER, code, message)
    if kind == "server" and any(words in message.lower() for words in _OVERFLOW):
        kind = "context_overflow"
    return Failure(kind=kind, message=safe(message) or "the provider reported an error")


def safe(message: str) -> str:
    """Without keys and addresses, and of a bearable length."""
    return _SECRETS.sub("…", message).strip()[:_MESSAGE_LENGTH_MAX]


def _said(body: bytes) -> tuple[str, str]:
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return "", "the provider answered with a web page"
    try:
        found = read(text)
    except Invalid:
        return "", text
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, dict):
        return "", text
    return _from_object(found.get("error", found))


def _from_object(error: Json) -> tuple[str, str]:
    if isinstance(error, str):
        return "", error
    if not isinstance(error, dict):
        return "", ""
    code = error.get("code") or error.get("type") or ""
    message = error.get("message") or error.get("detail") or ""
    return str(code), message if isinstance(message, str) else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None
