"""Messages of a chat request to turns (conversion A0 to A3, A7.2)."""

from collections.abc import Iterator
from typing import Final

from domain.errors import Invalid
from domain.formats.media import inline_data, source_of
from domain.formats.reading import At, scrub
from domain.json import write
from domain.llm.prompt import (
    Audio,
    CacheMark,
    Document,
    Image,
    InlineData,
    MediaSource,
    Part,
    RedactedThinking,
    Refusal,
    Role,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
    VendorFile,
)

_ROLES: Final[dict[str, Role]] = {
    "system": "system",
    "developer": "developer",
    "user": "user",
    "assistant": "assistant",
}


def read_turns(body: At) -> Iterator[Turn]:
    """Every message in its place; tool messages are user turns that hold results."""
    for message in body.objects("messages"):
        role = message.text("role")
        if role in {"tool", "function"}:
            yield Turn(role="user", parts=(_result(message),))
        elif role in _ROLES:
            yield _turn(message, _ROLES[role])
        else:
            raise Invalid(f"{message.where('role')}: there is no role {role!r}")


def _turn(message: At, role: Role) -> Turn:
    parts = list(_content(message))
    if role == "assistant":
        thinking, calls = _thinking(message), _calls(message)
        parts = [*thinking, *parts, *_refusal(message), *calls]
    cache = cache_mark(message)
    if cache is not None and parts and isinstance(parts[-1], Text | Image | Document):
        parts[-1] = _marked(parts[-1], cache)
    return Turn(role=role, parts=tuple(parts), name=message.text_or_none("name"))


def _marked(part: Text | Image | Document, cache: CacheMark) -> Part:
    match part:
        case Text():
            return Text(text=part.text, cache=cache)
        case Image():
            return Image(source=part.source, detail=part.detail, cache=cache)
        case Document():
            return Document(source=part.source, title=part.title, cache=cache)


def cache_mark(at: At) -> CacheMark | None:
    """`cache_control` as Anthropic's users also send it to chat endpoints."""
    found = at.object("cache_control")
    if found is None:
        return None
    return CacheMark(ttl="1h" if found.value.get("ttl") == "1h" else None)


def _content(message: At) -> Iterator[Part]:
    content = message.value.get("content")
    if isinstance(content, str):
        if content:
            yield Text(text=scrub(content))
        return
    for part in message.objects("content"):
        yield read_part(part)


def read_part(part: At) -> Part:
    """One content part, by its own type, in whichever vendor's shape it came."""
    kind = part.text("type")
    match kind:
        case "text" | "input_text" | "output_text":
            return Text(text=part.text("text"), cache=cache_mark(part))
        case "image_url" | "input_image" | "image":
            return _image(part, kind)
        case "refusal":
            return Refusal(text=part.text("refusal"))
        case "input_audio":
            return _audio(part)
        case "file" | "input_file" | "document":
            return _document(part, kind)
        case "tool_use" | "tool_result" | "thinking" | "redacted_thinking":
            return _block(part, kind)
        case _:
            raise Invalid(f"{part.where('type')}: there is no content part {kind!r}")


def _image(part: At, kind: str) -> Part:
    if kind == "image":
        return Image(source=_block_source(part), cache=cache_mark(part))
    nested = part.value.get("image_url")
    if isinstance(nested, str):
        url, detail = nested, part.text_or_none("detail")
    else:
        address = part.object("image_url")
        if address is None:
            raise Invalid(f"{part.where('image_url')}: is missing")
        url, detail = address.text("url"), address.text_or_none("detail")
    source = source_of(url, path=part.where("image_url"))
    if isinstance(source, InlineData) and source.media_type == "application/pdf":
        return Document(source=source, cache=cache_mark(part))
    return Image(source=source, detail=detail, cache=cache_mark(part))


def _audio(part: At) -> Audio:
    audio = part.object("input_audio")
    if audio is None:
        raise Invalid(f"{part.where('input_audio')}: is missing")
    return Audio(
        source=InlineData(
            media_type=f"audio/{audio.text('format')}", base64="".join(audio.text("data").split())
        )
    )


def _document(part: At, kind: str) -> Document:
    if kind == "document":
        title = part.text_or_none("title")
        return Document(source=_block_source(part), title=title, cache=cache_mark(part))
    file = part.object("file") or part
    title = file.text_or_none("filename")
    return Document(source=_file_source(file), title=title, cache=cache_mark(part))


def _file_source(file: At) -> MediaSource:
    for key in ("file_data", "file_url"):
        address = file.text_or_none(key)
        if address is not None:
            return source_of(address, path=file.where(key))
    return VendorFile(id=file.text("file_id"))


def _block_source(part: At) -> MediaSource:
    source = part.object("source")
    if source is None:
        raise Invalid(f"{part.where('source')}: is missing")
    match source.text("type"):
        case "base64":
            path = source.where("data")
            return inline_data(source.text("media_type"), source.text("data"), path=path)
        case "url":
            return source_of(source.text("url"), path=source.where("url"))
        case "file":
            return VendorFile(id=source.text("file_id"))
        case kind:
            raise Invalid(f"{source.where('type')}: there is no source {kind!r}")


def _block(part: At, kind: str) -> Part:
    """Anthropic's blocks inside chat messages: Cursor sends them to models called claude."""
    match kind:
        case "tool_use":
            given = part.value.get("input")
            return ToolCall(
                id=part.text("id"), name=part.text("name"), arguments=write(given or {})
            )
        case "tool_result":
            return ToolResult(
                call_id=part.text("tool_use_id"),
                content=_result_content(part),
                is_error=part.flag("is_error") or False,
                cache=cache_mark(part),
            )
        case "thinking":
            return Thinking(text=part.text("thinking"), signature=part.text_or_none("signature"))
        case _:
            return RedactedThinking(data=part.text("data"))


def _result(message: At) -> ToolResult:
    call_id = message.text_or_none("tool_call_id") or message.text_or_none("name")
    if call_id is None:
        raise Invalid(f"{message.where('tool_call_id')}: is missing")
    cache = cache_mark(message)
    return ToolResult(call_id=call_id, content=_result_content(message), cache=cache)


def _result_content(at: At) -> tuple[Text | Image | Document, ...]:
    parts: list[Text | Image | Document] = []
    for part in _content(at):
        if not isinstance(part, Text | Image | Document):
            raise Invalid(f"{at.where('content')}: a tool result holds text, images and files")
        parts.append(part)
    return tuple(parts)


def _refusal(message: At) -> Iterator[Part]:
    refusal = message.text_or_none("refusal")
    if refusal:
        yield Refusal(text=refusal)


def _calls(message: At) -> Iterator[ToolCall]:
    for call in message.objects("tool_calls"):
        custom = call.object("custom")
        function = call.object("function")
        if custom is not None:
            name, arguments = custom.text("name"), custom.text_or_none("input") or ""
        elif function is not None:
            name, arguments = function.text("name"), _arguments(function)
        else:
            raise Invalid(f"{call.where('function')}: is missing")
        yield ToolCall(
            id=call.text("id"), name=name, arguments=arguments, custom=custom is not None
        )


def _arguments(function: At) -> str:
    """A string by the book; some servers' histories hold the object itself."""
    found = function.value.get("arguments")
    if found is None or isinstance(found, str):
        return scrub(found or "")
    return write(found)


def _thinking(message: At) -> Iterator[Part]:
    """Reasoning that a client sent back, in the first of the shapes that it is known to take."""
    details = list(message.objects("reasoning_details"))
    blocks = list(message.objects("thinking_blocks"))
    if details:
        yield from _from_details(details)
    elif blocks:
        yield from (_block(block, block.text("type")) for block in blocks)
    else:
        text = message.text_or_none("reasoning_content") or message.text_or_none("reasoning")
        if text:
            yield Thinking(text=text)


def _from_details(details: list[At]) -> Iterator[Part]:
    for detail in details:
        match detail.text("type"):
            case "reasoning.text":
                text = detail.text_or_none("text") or ""
                yield Thinking(text=text, signature=detail.text_or_none("signature"))
            case "reasoning.encrypted":
                yield RedactedThinking(data=detail.text("data"))
            case _:
                continue  # a summary: words about the reasoning, not the reasoning
