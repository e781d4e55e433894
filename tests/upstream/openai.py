"""Chat completions as OpenAI sends them."""

import json
from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from tests.upstream.answer import Answer, Tokens, ToolCall
from tests.upstream.speech import Dialect, data

_FINISH = {"end": "stop", "length": "length", "tools": "tool_calls", "refusal": "stop"}
_ID = "chatcmpl-fake"
_CREATED = 1_767_268_800
_TYPES = {
    400: "invalid_request_error",
    401: "invalid_request_error",
    404: "invalid_request_error",
    429: "rate_limit_error",
}


class OpenAi(Dialect):
    last = 1

    @override
    def frames(self, answer: Answer, model: str) -> Iterator[bytes]:
        yield _chunk(model, {"role": "assistant", "content": "", "refusal": None})
        for word in answer.thinking:
            yield _chunk(model, {"reasoning_content": word})
        key = "refusal" if answer.stop == "refusal" else "content"
        for word in answer.words:
            yield _chunk(model, {key: word})
        for index, call in enumerate(answer.calls()):
            frames = _free_frames if answer.free else _tool_frames
            yield from frames(model, index, call)
        yield _chunk(model, {}, finish=_FINISH[answer.stop])
        if answer.tokens is not None:
            counted: dict[str, Any] = {"choices": [], "usage": _usage(answer.tokens)}
            yield data(_envelope(model, "chat.completion.chunk") | counted)
        yield b"data: [DONE]\n\n"

    @override
    def whole(self, answer: Answer, model: str) -> dict[str, Any]:
        text = "".join(answer.words)
        refused = answer.stop == "refusal"
        message: dict[str, Any] = {
            "role": "assistant",
            "content": None if refused or answer.tools else text,
            "refusal": text if refused else None,
            "annotations": [],
        }
        if answer.thinking:
            message["reasoning_content"] = "".join(answer.thinking)
        if answer.tools:
            message["tool_calls"] = [_called(call, free=answer.free) for call in answer.calls()]
        finish = _FINISH[answer.stop]
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
        body = _envelope(model, "chat.completion") | {"choices": [choice]}
        return body if answer.tokens is None else body | {"usage": _usage(answer.tokens)}

    @override
    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        kind = _TYPES.get(status, "server_error")
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}

    @override
    def error_frame(self, status: int, message: str, code: str | None) -> bytes:
        return data(self.error(status, message, code))


def _envelope(model: str, kind: str) -> dict[str, Any]:
    return {"id": _ID, "object": kind, "created": _CREATED, "model": model, "service_tier": None}


def _chunk(model: str, delta: dict[str, Any], *, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    chunk = _envelope(model, "chat.completion.chunk")
    return data(chunk | {"choices": [choice], "usage": None})


def _called(call: ToolCall, *, free: bool) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "function", "function": _function(call)}
    if free:
        kind = {"type": "custom", "custom": {"name": call.name, "input": call.arguments["input"]}}
    return {"id": f"call_{call.id}", **kind}


def _function(call: ToolCall) -> dict[str, str]:
    return {"name": call.name, "arguments": json.dumps(call.arguments)}


def _tool_frames(model: str, index: int, call: ToolCall) -> Iterator[bytes]:
    """The name first, then the arguments cut in the middle of an escape, if there is one."""
    opened = {
        "index": index,
        "id": f"call_{call.id}",
        "type": "function",
        "function": {"name": call.name, "arguments": ""},
    }
    yield _chunk(model, {"tool_calls": [opened]})
    written = json.dumps(call.arguments)
    cut = written.find("\\") + 3
    for piece in (written[:cut], written[cut:]):
        grown = {"index": index, "function": {"arguments": piece}}
        yield _chunk(model, {"tool_calls": [grown]})


def _free_frames(model: str, index: int, call: ToolCall) -> Iterator[bytes]:
    """Free text in two pieces."""
    kind = {"type": "custom", "custom": {"name": call.name, "input": ""}}
    yield _chunk(model, {"tool_calls": [{"index": index, "id": f"call_{call.id}", **kind}]})
    text = str(call.arguments["input"])
    for piece in (text[:9], text[9:]):
        yield _chunk(model, {"tool_calls": [{"index": index, "custom": {"input": piece}}]})


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.input + tokens.output,
        "prompt_tokens_details": {"cached_tokens": tokens.cached, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": tokens.thinking, "audio_tokens": 0},
    }
