"""generateContent as Google sends it."""

from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from tests.upstream.answer import Answer, Tokens
from tests.upstream.speech import Dialect, data

_FINISH = {"end": "STOP", "length": "MAX_TOKENS", "tools": "STOP", "refusal": "SAFETY"}
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


class Gemini(Dialect):
    last = 1

    @override
    def frames(self, answer: Answer, model: str) -> Iterator[bytes]:
        """The last part travels with the reason and the count, as the vendor's does."""
        parts = _parts(answer) or [{"text": ""}]
        for part in parts[:-1]:
            yield data(_chunk(model, [part], answer, finish=None))
        yield data(_chunk(model, parts[-1:], answer, finish=_FINISH[answer.stop]))

    @override
    def whole(self, answer: Answer, model: str) -> dict[str, Any]:
        return _chunk(model, _parts(answer), answer, finish=_FINISH[answer.stop])

    @override
    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        error: dict[str, Any] = {
            "code": status,
            "message": message,
            "status": code or _STATUS.get(status, "INTERNAL"),
        }
        return {"error": error}

    @override
    def error_frame(self, status: int, message: str, code: str | None) -> bytes:
        return data(self.error(status, message, code))


def _parts(answer: Answer) -> list[dict[str, Any]]:
    return [
        *({"text": word, "thought": True} for word in answer.thinking),
        *({"text": word} for word in answer.words),
        *({"functionCall": {"name": name, "args": answer.input}} for name in answer.tools),
    ]


def _chunk(
    model: str, parts: list[dict[str, Any]], answer: Answer, *, finish: str | None
) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "index": 0}
    if finish is not None:
        candidate["finishReason"] = finish
    chunk: dict[str, Any] = {"candidates": [candidate], "modelVersion": model, "responseId": "fake"}
    if finish is not None and answer.tokens is not None:
        chunk["usageMetadata"] = _usage(answer.tokens)
    return chunk


def _usage(tokens: Tokens) -> dict[str, int]:
    return {
        "promptTokenCount": tokens.input,
        "cachedContentTokenCount": tokens.cached,
        "candidatesTokenCount": tokens.output - tokens.thinking,
        "thoughtsTokenCount": tokens.thinking,
        "totalTokenCount": tokens.input + tokens.output,
    }
