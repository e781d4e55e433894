"""Parts of a prompt as Anthropic's content blocks (conversion A2, A3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.anthropic_messages.caching import Block, mark
from domain.formats.arguments import arguments_object, wrapped
from domain.formats.media import text_in
from domain.formats.parts_reading import flattened
from domain.formats.seals import is_foreign
from domain.formats.tool_words import tool_id
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
    UnknownPart,
    VendorFile,
    WebAddress,
)
from domain.llm.sound import Sound

ID_LENGTH_MAX: Final = 64
_IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_FILE_ID: Final = "file_"


def written_part(part: Part, names: Mapping[str, str]) -> Block:
    """One block; a legal name for each tool. Raises `Invalid` where meaning would be lost."""
    match part:
        case Text() | Refusal() | Sound():
            cache = part.cache if isinstance(part, Text) else None
            said = part.transcript if isinstance(part, Sound) else part.text
            return mark({"type": "text", "text": said}, cache)
        case Image() | Document() | Audio():
            return _media(part)
        case ToolCall() | ToolResult():
            return _tool_part(part, names)
        case Thinking() | RedactedThinking():
            return _reasoning(part)
        case UnknownPart(format=format, value=value):
            if format == "anthropic_messages":
                return dict(value)
            return {"type": "text", "text": flattened(part)}


def may_be_replayed(part: Part, *, empty_thinking: bool) -> bool:
    """Reasoning goes back with Anthropic's own seal, byte for byte, or not at all (A7.2)."""
    match part:
        case RedactedThinking(data=data):
            return not is_foreign(data)
        case Thinking(text=text, signature=signature):
            ours = bool(signature) and not is_foreign(signature or "")
            return ours and (empty_thinking or bool(text.strip()))
        case _:
            return True


def _tool_part(part: ToolCall | ToolResult, names: Mapping[str, str]) -> Block:
    return _call(part, names) if isinstance(part, ToolCall) else _result(part, names)


def _reasoning(part: Thinking | RedactedThinking) -> Block:
    if isinstance(part, RedactedThinking):
        return {"type": "redacted_thinking", "data": part.data}
    return {"type": "thinking", "thinking": part.text, "signature": part.signature}


def _call(call: ToolCall, names: Mapping[str, str]) -> Block:
    given: Json = wrapped(call.arguments) if call.custom else arguments_object(call.arguments)
    block: Block = {
        "type": "tool_use",
        "id": tool_id(call.id, limit=ID_LENGTH_MAX),
        "name": names.get(call.name, call.name),
        "input": given,
    }
    return mark(block, call.cache)


def _result(result: ToolResult, names: Mapping[str, str]) -> Block:
    block: Block = {
        "type": "tool_result",
        "tool_use_id": tool_id(result.call_id, limit=ID_LENGTH_MAX),
        "content": _result_content(result.content, names),
    }
    if result.is_error:
        block["is_error"] = True
    return mark(block, result.cache)


def _result_content(parts: Sequence[Text | Image | Document], names: Mapping[str, str]) -> Json:
    if not parts:
        return ""
    if len(parts) == 1 and isinstance(parts[0], Text) and parts[0].cache is None:
        return parts[0].text
    blocks = (written_part(part, names) for part in parts)
    return [block for block in blocks if block.get("text") != ""]


def _media(part: Image | Document | Audio) -> Block:
    match part:
        case Image(source=source, cache=cache):
            if isinstance(source, InlineData) and source.media_type not in _IMAGES:
                raise Invalid(f"an image of type {source.media_type!r} is not possible here")
            return mark({"type": "image", "source": _source(source)}, cache)
        case Document(source=source, title=title, cache=cache):
            block: Block = {"type": "document", "source": _document_source(source)}
            if title:
                block["title"] = title
            if part.context:
                block["context"] = part.context
            if part.cited:
                block["citations"] = {"enabled": True}
            return mark(block, cache)
        case Audio():
            raise Invalid("audio cannot be sent to this model")


def _document_source(source: MediaSource) -> JsonObject:
    if not isinstance(source, InlineData) or source.media_type == "application/pdf":
        return _source(source)
    if source.media_type.startswith("text/"):
        return {"type": "text", "media_type": "text/plain", "data": text_in(source)}
    raise Invalid(f"a document of type {source.media_type!r} is not possible here")


def _source(source: MediaSource) -> JsonObject:
    match source:
        case InlineData(media_type=media_type, base64=data):
            return {"type": "base64", "media_type": media_type, "data": data}
        case WebAddress(url=url):
            return {"type": "url", "url": url}
        case VendorFile(id=id) if id.startswith(_FILE_ID):
            return {"type": "file", "file_id": id}
        case VendorFile():
            raise Invalid("a file kept by another vendor cannot be sent to this model; attach it")


def without_empty_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """Empty text is refused; so is white space alone, unless nothing else is left (A1.5)."""
    kept: list[Block] = []
    lost_mark: Json = None
    for block in blocks:
        if block["type"] == "text" and not str(block["text"]).strip():
            lost_mark = block.get("cache_control")
            if lost_mark is not None and kept and _may_be_marked(kept[-1]):
                kept[-1].setdefault("cache_control", lost_mark)
        else:
            kept.append(block)
    yield from kept


def _may_be_marked(block: Block) -> bool:
    return block["type"] not in {"thinking", "redacted_thinking"}
