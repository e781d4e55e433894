"""Responses as OpenAI sends them: every item opened, said in pieces, and closed whole."""

from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from tests.upstream.answer import Answer, Tokens
from tests.upstream.speech import Dialect, data

_CREATED = 1_767_268_800
_SEAL = "gAAAAABfakeSeal+/=="
_TYPES = {
    400: "invalid_request_error",
    401: "invalid_request_error",
    404: "invalid_request_error",
    429: "rate_limit_error",
}
_CODES = {429: "rate_limit_exceeded"}


class Responses(Dialect):
    last = 1

    @override
    def frames(self, answer: Answer, model: str) -> Iterator[bytes]:
        """Without the last one it is broken: nothing else says that it is whole."""
        told = [*_opening(answer, model), *_items(answer), _closing(answer, model)]
        for number, (kind, members) in enumerate(told):
            yield data({"type": kind, "sequence_number": number, **members}, event=kind)

    @override
    def whole(self, answer: Answer, model: str) -> dict[str, Any]:
        return _response(answer, model)

    @override
    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        kind, code = _TYPES.get(status, "server_error"), code or _CODES.get(status)
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}

    @override
    def error_frame(self, status: int, message: str, code: str | None) -> bytes:
        """The answer has failed: its last state says why."""
        error = {"code": code or _CODES.get(status, "server_error"), "message": message}
        response = _envelope("m") | {"status": "failed", "error": error}
        kind = "response.failed"
        return data({"type": kind, "sequence_number": 99, "response": response}, event=kind)


_Event = tuple[str, dict[str, Any]]


def _envelope(model: str) -> dict[str, Any]:
    return {
        "id": "resp_fake",
        "object": "response",
        "created_at": _CREATED,
        "status": "in_progress",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "model": model,
        "output": [],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "store": False,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": None,
        "metadata": {},
    }


def _opening(answer: Answer, model: str) -> Iterator[_Event]:
    for kind in ("created", "in_progress"):
        yield f"response.{kind}", {"response": {**_envelope(model), **answer.echo}}


def _closing(answer: Answer, model: str) -> _Event:
    response = _response(answer, model)
    return f"response.{response['status']}", {"response": response}


def _response(answer: Answer, model: str) -> dict[str, Any]:
    cut = answer.stop == "length"
    return _envelope(model) | {
        **answer.echo,
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": list(_output(answer)),
        "usage": None if answer.tokens is None else _usage(answer.tokens),
    }


def _output(answer: Answer) -> Iterator[dict[str, Any]]:
    if answer.thinking:
        yield _reasoning(answer)
    if answer.words:
        yield _message("completed", [_part(answer, "".join(answer.words))])
    for number, name in enumerate(answer.tools):
        yield _call(answer, number, name, answer.raw_arguments, "completed")


def _items(answer: Answer) -> Iterator[_Event]:
    place = 0
    if answer.thinking:
        yield from _thinking(answer, place)
        place += 1
    if answer.words:
        yield from _said(answer, place)
        place += 1
    for number, name in enumerate(answer.tools):
        yield from _called(answer, number, name, place + number)


def _reasoning(answer: Answer) -> dict[str, Any]:
    summary = [{"type": "summary_text", "text": "".join(answer.thinking)}]
    item = {"id": "rs_fake", "type": "reasoning", "summary": summary}
    return item | {"encrypted_content": _SEAL} if answer.sealed else item


def _thinking(answer: Answer, place: int) -> Iterator[_Event]:
    whole = _reasoning(answer)
    at = {"item_id": whole["id"], "output_index": place, "summary_index": 0}
    part = {"type": "summary_text", "text": ""}
    yield _added(place, {"id": whole["id"], "type": "reasoning", "summary": []})
    yield "response.reasoning_summary_part.added", {**at, "part": part}
    for word in answer.thinking:
        yield "response.reasoning_summary_text.delta", {**at, "delta": word}
    text = "".join(answer.thinking)
    yield "response.reasoning_summary_text.done", {**at, "text": text}
    yield "response.reasoning_summary_part.done", {**at, "part": part | {"text": text}}
    yield _done(place, whole)


def _message(status: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "msg_fake",
        "type": "message",
        "status": status,
        "role": "assistant",
        "content": content,
    }


def _part(answer: Answer, text: str) -> dict[str, Any]:
    if answer.stop == "refusal":
        return {"type": "refusal", "refusal": text}
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _said(answer: Answer, place: int) -> Iterator[_Event]:
    refuses = answer.stop == "refusal"
    kind = "refusal" if refuses else "output_text"
    extra: dict[str, Any] = {} if refuses else {"logprobs": []}
    at = {"item_id": "msg_fake", "output_index": place, "content_index": 0}
    text = "".join(answer.words)
    yield _added(place, _message("in_progress", []))
    yield "response.content_part.added", {**at, "part": _part(answer, "")}
    for word in answer.words:
        yield f"response.{kind}.delta", {**at, "delta": word, **extra}
    yield f"response.{kind}.done", {**at, "refusal" if refuses else "text": text, **extra}
    yield "response.content_part.done", {**at, "part": _part(answer, text)}
    yield _done(place, _message("completed", [_part(answer, text)]))


def _call(answer: Answer, number: int, name: str, said: str, status: str) -> dict[str, Any]:
    kind, key = ("custom_tool_call", "input") if answer.free else ("function_call", "arguments")
    return {
        "id": f"{'ctc' if answer.free else 'fc'}_{number}",
        "type": kind,
        "status": status,
        "call_id": f"call_{answer.called + number}",
        "name": name,
        key: said,
    }


def _called(answer: Answer, number: int, name: str, place: int) -> Iterator[_Event]:
    """The arguments are cut in the middle, inside an escape where there is one."""
    said = answer.raw_arguments
    cut = said.find("\\") + 3 if "\\" in said else len(said) // 2
    whole = _call(answer, number, name, said, "completed")
    kind, key = ("custom_tool_call_input", "input")
    if not answer.free:
        kind, key = ("function_call_arguments", "arguments")
    at = {"item_id": whole["id"], "output_index": place}
    yield _added(place, _call(answer, number, name, "", "in_progress"))
    for piece in (said[:cut], said[cut:]):
        yield f"response.{kind}.delta", {**at, "delta": piece}
    yield f"response.{kind}.done", {**at, key: said}
    yield _done(place, whole)


def _added(place: int, item: dict[str, Any]) -> _Event:
    return "response.output_item.added", {"output_index": place, "item": item}


def _done(place: int, item: dict[str, Any]) -> _Event:
    return "response.output_item.done", {"output_index": place, "item": item}


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "input_tokens": tokens.input,
        "input_tokens_details": {"cached_tokens": tokens.cached, "cache_write_tokens": 0},
        "output_tokens": tokens.output,
        "output_tokens_details": {"reasoning_tokens": tokens.thinking},
        "total_tokens": tokens.input + tokens.output,
    }
