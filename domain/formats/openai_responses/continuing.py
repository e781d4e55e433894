"""A request that goes on from an answer which is kept: its items, and those before them."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.reading import At
from domain.json import Json, JsonObject

_PREFIXES: Final = {
    "message": "msg",
    "reasoning": "rs",
    "function_call": "fc",
    "function_call_output": "fco",
    "custom_tool_call": "ctc",
    "custom_tool_call_output": "ctco",
}


def previous_of(body: JsonObject) -> str | None:
    """The answer that a request goes on from. Raises `Invalid`."""
    return At(body).text_or_none("previous_response_id")


def continued(body: JsonObject, earlier: Sequence[JsonObject]) -> JsonObject:
    """The request with the whole conversation as its input."""
    return {**body, "input": [*earlier, *_given(body)]}


def own_items(body: JsonObject, envelope: Envelope) -> tuple[JsonObject, ...]:
    """What a request brought of its own, each item with a type and an id. Raises `Invalid`."""
    return tuple(
        _identified(item, envelope, number)
        for number, item in enumerate(_given(body))
        if isinstance(item, Mapping)
    )


def _given(body: JsonObject) -> Sequence[Json]:
    given = body.get("input")
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    if given is None or isinstance(given, Sequence):
        return given or []
    raise Invalid("input: must be a list")


def _identified(item: JsonObject, envelope: Envelope, number: int) -> JsonObject:
    kind = item.get("type") or "message"
    written: dict[str, Json] = {**item, "type": kind}
    content = item.get("content")
    if kind == "message" and isinstance(content, str):
        part = "output_text" if item.get("role") == "assistant" else "input_text"
        written["content"] = [{"type": part, "text": content}]
    if not written.get("id"):
        written["id"] = envelope.item_id(f"{_PREFIXES.get(str(kind), 'item')}_in", number)
    return written
