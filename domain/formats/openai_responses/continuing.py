"""A request that names what is kept: the answer it goes on from, or single items of answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeGuard

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
_REFERENCE: Final = "item_reference"


def check_state(body: JsonObject) -> None:
    """Raises `Invalid` for state that only the vendor could keep, and for what keeping excludes."""
    at = At(body)
    if at.has("conversation"):
        raise Invalid("conversation: is not supported; use previous_response_id or send the input")
    if at.flag("background"):
        if at.flag("store") is False:
            raise Invalid("store: an answer in the background must be kept")
        if at.flag("stream"):
            raise Invalid("stream: an answer in the background is read by its id here")


def in_background(body: JsonObject) -> bool:
    """Whether nobody will listen to the answer. Raises `Invalid`."""
    return At(body).flag("background") or False


def previous_of(body: JsonObject) -> str | None:
    """The answer that a request goes on from. Raises `Invalid`."""
    return At(body).text_or_none("previous_response_id")


def continued(body: JsonObject, earlier: Sequence[JsonObject]) -> JsonObject:
    """The request with the whole conversation as its input. Raises `Invalid`."""
    given = items_of(body)
    return {**body, "input": [*earlier, *given]} if earlier else body


def references(body: JsonObject) -> Sequence[str]:
    """The ids of items that a request names in place of sending them. Raises `Invalid`."""
    return [str(item["id"]) for item in items_of(body) if _is_reference(item)]


def resolved(body: JsonObject, kept: Mapping[str, JsonObject]) -> JsonObject:
    """The request with the items that it names. Raises `Invalid` for one that is not kept."""
    return {**body, "input": [*_resolved(body, kept)]}


def _resolved(body: JsonObject, kept: Mapping[str, JsonObject]) -> Iterator[Json]:
    for number, item in enumerate(items_of(body)):
        if not _is_reference(item):
            yield item
            continue
        found = kept.get(str(item["id"]))
        if found is None:
            raise Invalid(
                f"input[{number}]: there is no item {item['id']!r} here; send the item itself"
            )
        yield found


def _is_reference(item: Json) -> TypeGuard[JsonObject]:
    """An id alone is one too."""
    if not isinstance(item, Mapping) or not isinstance(item.get("id"), str):
        return False
    kind = item.get("type")
    return kind == _REFERENCE or (kind is None and item.keys() <= {"id", "type"})


def sendable(items: Sequence[Json]) -> Iterator[Json]:
    """Kept items as the vendor takes them, of which it keeps none.

    Ids are those of answers that it does not know, or ours; only what its own tools did is known
    by one. Reasoning without its seal is nothing to it.
    """
    for item in items:
        if not isinstance(item, Mapping) or item.get("type") not in _PREFIXES:
            yield item
        elif item.get("type") != "reasoning" or item.get("encrypted_content"):
            yield {key: value for key, value in item.items() if key not in {"id", "status"}}


def own_items(body: JsonObject, envelope: Envelope) -> tuple[JsonObject, ...]:
    """What a request brought of its own, each item with a type and an id. Raises `Invalid`."""
    return tuple(
        _identified(item, envelope, number)
        for number, item in enumerate(items_of(body))
        if isinstance(item, Mapping)
    )


def items_of(body: JsonObject) -> Sequence[Json]:
    """The input as a list of items. Raises `Invalid`."""
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
