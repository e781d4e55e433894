"""Messages as Anthropic sends them."""

import json
from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from tests.upstream.answer import Answer, Tokens, ToolCall
from tests.upstream.speech import Dialect, data

_STOP = {"end": "end_turn", "length": "max_tokens", "tools": "tool_use", "refusal": "refusal"}
_SIGNATURE = "EqQBCgIYAhIkMfakesignature+/=="
_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


class Anthropic(Dialect):
    last = 1
    counts_early = True

    @override
    def frames(self, answer: Answer, model: str) -> Iterator[bytes]:
        yield _event("message_start", message=_message(answer, model, content=[], started=True))
        yield _event("ping")
        index = 0
        if answer.thinking:
            yield from _thinking(index, answer.thinking)
            index += 1
        if answer.words:
            yield from _text(index, answer.words)
            index += 1
        for number, call in enumerate(answer.calls()):
            yield from _tool(index + number, call)
        counted = {} if answer.tokens is None else {"usage": _usage(answer.tokens)}
        delta = {"stop_reason": _STOP[answer.stop], "stop_sequence": None}
        yield _event("message_delta", delta=delta, **counted)
        yield _event("message_stop")

    @override
    def whole(self, answer: Answer, model: str) -> dict[str, Any]:
        content: list[dict[str, Any]] = []
        if answer.thinking:
            text = "".join(answer.thinking)
            content.append({"type": "thinking", "thinking": text, "signature": _SIGNATURE})
        if answer.words:
            content.append({"type": "text", "text": "".join(answer.words)})
        content += [
            {
                "type": "tool_use",
                "id": f"toolu_{call.id}",
                "name": call.name,
                "input": call.arguments,
            }
            for call in answer.calls()
        ]
        return _message(answer, model, content=content, started=False)

    @override
    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        error = {"type": code or _TYPES.get(status, "api_error"), "message": message}
        return {"type": "error", "error": error, "request_id": "req_fake"}

    @override
    def error_frame(self, status: int, message: str, code: str | None) -> bytes:
        return data(self.error(status, message, code), event="error")


def _event(kind: str, **rest: Any) -> bytes:
    return data({"type": kind, **rest}, event=kind)


def _message(
    answer: Answer, model: str, *, content: list[dict[str, Any]], started: bool
) -> dict[str, Any]:
    message = {
        "id": "msg_fake",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": content,
        "stop_reason": None if started else _STOP[answer.stop],
        "stop_sequence": None,
    }
    if answer.tokens is None:
        return message
    return message | {"usage": _usage(answer.tokens) | ({"output_tokens": 1} if started else {})}


def _bracket(
    index: int, block: dict[str, Any], deltas: Iterator[dict[str, str]]
) -> Iterator[bytes]:
    yield _event("content_block_start", index=index, content_block=block)
    for delta in deltas:
        yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)


def _thinking(index: int, words: tuple[str, ...]) -> Iterator[bytes]:
    deltas = [{"type": "thinking_delta", "thinking": word} for word in words]
    deltas.append({"type": "signature_delta", "signature": _SIGNATURE})
    block = {"type": "thinking", "thinking": "", "signature": ""}
    yield from _bracket(index, block, iter(deltas))


def _text(index: int, words: tuple[str, ...]) -> Iterator[bytes]:
    deltas = ({"type": "text_delta", "text": word} for word in words)
    yield from _bracket(index, {"type": "text", "text": ""}, deltas)


def _tool(index: int, call: ToolCall) -> Iterator[bytes]:
    """The first delta is empty, as the vendor's is; the arguments are cut inside an escape."""
    written = json.dumps(call.arguments)
    cut = written.find("\\") + 3
    pieces = ("", written[:cut], written[cut:])
    deltas = ({"type": "input_json_delta", "partial_json": piece} for piece in pieces)
    opened: dict[str, Any] = {
        "type": "tool_use",
        "id": f"toolu_{call.id}",
        "name": call.name,
        "input": {},
    }
    yield from _bracket(index, opened, deltas)


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "input_tokens": tokens.input - tokens.cached,
        "cache_read_input_tokens": tokens.cached,
        "cache_creation_input_tokens": 0,
        "output_tokens": tokens.output,
    }
