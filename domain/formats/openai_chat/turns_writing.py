"""Turns to messages of a chat request (conversion A1 to A3)."""

from collections.abc import Iterator, Sequence

from domain.errors import Invalid
from domain.formats.media import data_url
from domain.json import Json, JsonObject
from domain.llm.prompt import (
    Audio,
    Document,
    Image,
    InlineData,
    MediaSource,
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
    VendorFile,
    WebAddress,
)


def write_turns(turns: Sequence[Turn]) -> Iterator[JsonObject]:
    for turn in turns:
        if turn.role == "assistant":
            yield _assistant(turn)
        else:
            yield from _user(turn)


def _user(turn: Turn) -> Iterator[JsonObject]:
    """Results first, as messages of their own; what they cannot carry follows with the rest."""
    rest: list[Part] = []
    for part in turn.parts:
        if isinstance(part, ToolResult):
            media = [each for each in part.content if not isinstance(each, Text)]
            yield _result(part, media=len(media))
            rest.extend(media)
    rest += [part for part in turn.parts if not isinstance(part, ToolResult)]
    if rest or not turn.parts:
        yield _named({"role": turn.role, "content": _content(rest)}, turn)


def _named(message: dict[str, Json], turn: Turn) -> JsonObject:
    return message if turn.name is None else {**message, "name": turn.name}


def _result(result: ToolResult, *, media: int) -> JsonObject:
    lines = [part.text for part in result.content if isinstance(part, Text)]
    lines += [f"[file {number} attached below]" for number in range(1, media + 1)]
    text = "\n".join(lines)
    if result.is_error and not text.lower().startswith("error"):
        text = f"Error: {text}"
    return {"role": "tool", "tool_call_id": result.call_id, "content": text}


def _assistant(turn: Turn) -> JsonObject:
    calls = [part for part in turn.parts if isinstance(part, ToolCall)]
    texts = [part.text for part in turn.parts if isinstance(part, Text)]
    refusals = [part.text for part in turn.parts if isinstance(part, Refusal)]
    message: dict[str, Json] = {"role": "assistant"}
    message["content"] = "".join(texts) if texts or not calls else None
    if refusals:
        message["refusal"] = "".join(refusals)
    if calls:
        message["tool_calls"] = [_call(call) for call in calls]
    return _named(message, turn)


def _call(call: ToolCall) -> JsonObject:
    if call.custom:
        custom: JsonObject = {"name": call.name, "input": call.arguments}
        return {"id": call.id, "type": "custom", "custom": custom}
    function: JsonObject = {"name": call.name, "arguments": call.arguments or "{}"}
    return {"id": call.id, "type": "function", "function": function}


def _content(parts: Sequence[Part]) -> Json:
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0].text
    written = [piece for part in parts if (piece := _part(part)) is not None]
    return written or ""


def _part(part: Part) -> JsonObject | None:
    match part:
        case Text(text=text) | Refusal(text=text):
            return {"type": "text", "text": text}
        case Image(source=source, detail=detail):
            address: dict[str, Json] = {"url": _address(source)}
            if detail is not None:
                address["detail"] = detail
            return {"type": "image_url", "image_url": address}
        case Document(source=source, title=title):
            return {"type": "file", "file": _file(source, title)}
        case Audio(source=source):
            kind = source.media_type.removeprefix("audio/")
            return {"type": "input_audio", "input_audio": {"data": source.base64, "format": kind}}
        case Thinking() | RedactedThinking():
            return None
        case _:
            raise Invalid(f"a {type(part).__name__} cannot be sent to an OpenAI-format model")


def _address(source: MediaSource) -> str:
    match source:
        case InlineData():
            return data_url(source)
        case WebAddress(url=url):
            return url
        case VendorFile():
            raise Invalid("an image by a vendor's file id cannot be sent to another vendor")


def _file(source: MediaSource, title: str | None) -> JsonObject:
    match source:
        case InlineData():
            return {"filename": title or "document", "file_data": data_url(source)}
        case VendorFile(id=file_id):
            return {"file_id": file_id}
        case WebAddress():
            raise Invalid("a document by its address cannot be sent to this model; attach it")
