"""What providers say when they refuse, in any vendor's words or none (conversion D1 to D3).

Messages that leave here are safe to show: no keys, no addresses, no HTML.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.allowances import limits_in
from domain.formats.reading import scrub
from domain.json import Json, JsonObject, read
from domain.llm.events import Failed, Failure, FailureKind

CUT: Final = Failed(Failure(kind="cut", message="the provider's answer was cut off"))
MALFORMED: Final = Failed(Failure(kind="malformed", message="the provider sent a broken chunk"))

_BY_STATUS: Final[dict[int, FailureKind]] = {
    401: "unauthenticated",
    402: "no_credit",
    403: "forbidden",
    404: "unknown_model",
    408: "timeout",
    409: "conflict",
    413: "too_large",
    422: "unprocessable",
    429: "rate_limited",
    502: "unreachable",
    503: "overloaded",
    504: "timeout",
    529: "overloaded",
}
_BY_WORD: Final[dict[str, FailureKind]] = {
    "context_length_exceeded": "context_overflow",
    "insufficient_quota": "no_credit",
    "billing_error": "no_credit",
    "invalid_api_key": "unauthenticated",
    "authentication_error": "unauthenticated",
    "API_KEY_INVALID": "unauthenticated",
    "UNAUTHENTICATED": "unauthenticated",
    "permission_error": "forbidden",
    "PERMISSION_DENIED": "forbidden",
    "model_not_found": "unknown_model",
    "not_found_error": "unknown_model",
    "NOT_FOUND": "unknown_model",
    "conflict_error": "conflict",
    "ABORTED": "conflict",
    "request_too_large": "too_large",
    "rate_limit_exceeded": "rate_limited",
    "rate_limit_error": "rate_limited",
    "RESOURCE_EXHAUSTED": "rate_limited",
    "server_is_overloaded": "overloaded",
    "slow_down": "overloaded",
    "overloaded_error": "overloaded",
    "UNAVAILABLE": "overloaded",
    "timeout_error": "timeout",
    "DEADLINE_EXCEEDED": "timeout",
    "content_policy_violation": "content_policy",
    "content_filter": "content_policy",
    "api_error": "server",
    "server_error": "server",
    "INTERNAL": "server",
    "invalid_request_error": "bad_request",
    "INVALID_ARGUMENT": "bad_request",
    "FAILED_PRECONDITION": "bad_request",
}
_VAGUE: Final = frozenset({"bad_request", "unprocessable", "server", "rate_limited", "too_large"})
"""Kinds that a more telling word or message may overrule."""
_OVERFLOW: Final = re.compile(
    r"prompt is too long|maximum context length|exceeds? (?:the )?context (?:limit|window)"
    r"|context_length_exceeded|exceeds the available context size"
    r"|longer than the model's context length|request too large for model"
    r"|input token count.{0,80}exceeds the maximum number of tokens",
    re.IGNORECASE | re.DOTALL,
)
_SECRETS: Final = re.compile(
    r"\b(?:sk|pk|rk|key)-[\w*.-]{6,}|\bAIza[\w-]{10,}|\bBearer\s+\S+|\w+://\S+"
    r"|\b(?:api[_-]?key|x-api-key|authorization|token)\s*[=:]\s*\S+",
    re.IGNORECASE,
)
_SUM: Final = re.compile(r"(\d{1,12}) \+ (\d{1,12}) > (\d{1,12})")
_OF: Final = re.compile(r"(\d{1,12}) tokens > (\d{1,12})")
_LIMIT: Final = re.compile(
    r"maximum context length (?:is|of) (\d{1,12})"
    r"|maximum number of tokens allowed \(?(\d{1,12})"
    r"|context (?:window|length|size)\D{0,20}(\d{1,12})"
)
_ASKED: Final = re.compile(
    r"(?:requested|resulted in|token count|prompt contains)\D{0,10}(\d{1,12})"
)
_TAG: Final = re.compile(r"</?[a-z!][^>]*>?", re.IGNORECASE)
_DELAY: Final = re.compile(r"(\d+(?:\.\d+)?)s")
_RETRY: Final = {"true": True, "false": False}
_REFUSED: Final = 400
_SERVER: Final = 500
_MESSAGE_LENGTH_MAX: Final = 2_000


def decode_error(status: int, body: bytes, headers: Mapping[str, str]) -> Failure:
    """Read whatever a server says when it refuses with `status`."""
    said = _said(body)
    kind = _kind(status, said)
    shown = safe(said.message) or f"the provider answered with status {status}"
    return Failure(
        kind=kind,
        message=shown,
        retry_after_s=_retry_after(headers, said),
        retry=_RETRY.get(headers.get("x-should-retry", "").strip().lower()),
        limits=limits_in(headers),
    )


def stream_failure(error: Json) -> Failure:
    """An error object inside a stream that began well: its own words are all there is."""
    said = _Said(error)
    status = next((int(word) for word in said.words if re.fullmatch(r"[45]\d\d", word)), _SERVER)
    message = safe(said.message) or "the provider reported an error"
    return Failure(kind=_kind(status, said), message=message, retry_after_s=said.delay_s)


def safe(message: str) -> str:
    """Without keys, addresses and markup, and of a bearable length."""
    cleaned = _TAG.sub(" ", _SECRETS.sub("…", scrub(message)))
    return cleaned.strip()[:_MESSAGE_LENGTH_MAX]


def overflow_numbers(message: str) -> tuple[int, int] | None:
    """How many tokens were asked of how many possible, if the message says both."""
    plain = message.replace(",", "")
    added, compared = _SUM.search(plain), _OF.search(plain)
    if added:
        return int(added[1]) + int(added[2]), int(added[3])
    if compared:
        return int(compared[1]), int(compared[2])
    limit, asked = _LIMIT.search(plain), _ASKED.search(plain)
    if limit and asked:
        return int(asked[1]), int(next(number for number in limit.groups() if number))
    return None


class _Said:
    """The error object of any envelope: its message, and every word that may name its kind."""

    def __init__(self, error: Json) -> None:
        self.message = ""
        self.words: tuple[str, ...] = ()
        self.delay_s: float | None = None
        if isinstance(error, str):
            self._text(error)
        elif isinstance(error, Mapping):
            self._object(error)

    def _text(self, text: str) -> None:
        """A message that holds another envelope as JSON is that envelope."""
        inner: Json = None
        if text.lstrip().startswith("{"):
            try:
                inner = read(text)
            except Invalid:
                inner = None
        if isinstance(inner, Mapping) and ("error" in inner or "message" in inner):
            nested = _Said(_error_in(inner))
            self.message, self.words = nested.message, (*self.words, *nested.words)
        else:
            self.message = text

    def _object(self, error: JsonObject) -> None:
        details = list(_details(error))
        named = [error.get("code"), error.get("type"), error.get("status")]
        named += [detail.get("reason") for detail in details]
        self.words = tuple(str(word) for word in named if isinstance(word, str | int))
        for detail in details:
            found = _DELAY.fullmatch(str(detail.get("retryDelay")))
            self.delay_s = float(found[1]) if found else self.delay_s
        message = error.get("message") or error.get("detail") or ""
        if isinstance(message, str):
            self._text(message)
        elif isinstance(message, Sequence):
            said = [item.get("msg") for item in message if isinstance(item, Mapping)]
            self.message = "; ".join(text for text in said if isinstance(text, str))


def _details(error: JsonObject) -> Iterator[JsonObject]:
    details = error.get("details")
    if isinstance(details, Sequence):
        yield from (detail for detail in details if isinstance(detail, Mapping))


def _said(body: bytes) -> _Said:
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return _Said("the provider answered with a web page")
    try:
        found = read(text)
    except Invalid:
        return _Said(text)
    if isinstance(found, Sequence) and not isinstance(found, str) and found:
        found = found[0]
    return _Said(_error_in(found)) if isinstance(found, Mapping) else _Said(text)


def _error_in(envelope: JsonObject) -> Json:
    error = envelope.get("error")
    return envelope if error is None else error


def _kind(status: int, said: _Said) -> FailureKind:
    """By its most telling sign: the message's overflow, a code, the status, a vague word."""
    words: list[FailureKind] = [_BY_WORD[word] for word in said.words if word in _BY_WORD]
    by_status = _BY_STATUS.get(status) or _by_class(status)
    overflows = _OVERFLOW.search(said.message) and "string_above_max_length" not in said.words
    if overflows and by_status in _VAGUE:
        return "context_overflow"
    for word in words:
        if word not in _VAGUE:
            return word
    return words[0] if words and by_status == "server" else by_status


def _by_class(status: int) -> FailureKind:
    """A redirect, too, says that the provider is not where we were told: no fault of the client."""
    if status >= _SERVER:
        return "server"
    return "bad_request" if status >= _REFUSED else "unreachable"


def _retry_after(headers: Mapping[str, str], said: _Said) -> float | None:
    """Seconds. Header names are lower-case or the mapping does not care."""
    for name, scale in (("retry-after-ms", 1_000), ("retry-after", 1)):
        found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*", headers.get(name, ""))
        if found:
            return float(found[1]) / scale
    return said.delay_s
