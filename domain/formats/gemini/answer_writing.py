"""What whole answers and streams are both made of (conversion B4, C4)."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.formats.arguments import arguments_object, wrapped
from domain.json import Json, JsonObject
from domain.llm.prompt import InlineData, ToolCall

_NOTHING: Final[Sequence[JsonObject]] = ({"text": ""},)
_UNFINISHED: Final[Mapping[str, Json]] = {}


def chunk(
    parts: Sequence[JsonObject],
    *,
    id: str,
    model: str,
    index: int = 0,
    finish: Mapping[str, Json] = _UNFINISHED,
    usage: JsonObject | None = None,
) -> JsonObject:
    """Parts are never none at all: clients look at the first."""
    return answer([candidate(parts, index=index, finish=finish)], id=id, model=model, usage=usage)


def candidate(
    parts: Sequence[JsonObject], *, index: int, finish: Mapping[str, Json] = _UNFINISHED
) -> JsonObject:
    content: JsonObject = {"role": "model", "parts": [*(parts or _NOTHING)]}
    return {"content": content, **finish, "index": index}


def answer(
    candidates: Sequence[JsonObject], *, id: str, model: str, usage: JsonObject | None
) -> JsonObject:
    written: dict[str, Json] = {
        "candidates": [*candidates],
        "modelVersion": model,
        "responseId": id,
    }
    return written if usage is None else {**written, "usageMetadata": usage}


def call_part(call: ToolCall) -> JsonObject:
    given: Json = wrapped(call.arguments) if call.custom else arguments_object(call.arguments)
    written: dict[str, Json] = {
        "functionCall": {"id": call.id, "name": call.name, "args": given},
    }
    return written if call.signature is None else {**written, "thoughtSignature": call.signature}


def picture_part(image: InlineData) -> JsonObject:
    return {"inlineData": {"mimeType": image.media_type, "data": image.base64}}
