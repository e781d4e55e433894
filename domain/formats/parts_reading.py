"""Content parts of any client, each read by its own type, whatever the endpoint (A0.4, A2)."""

import base64
from collections.abc import Callable
from typing import Final, Literal

from domain.errors import Invalid
from domain.formats.arguments import arguments_text
from domain.formats.media import inline_data, source_of
from domain.formats.reading import At, scrub
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
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    UnknownPart,
    VendorFile,
)

FormatName = Literal[
    "openai_chat", "openai_responses", "openai_completions", "anthropic_messages", "gemini"
]
_OF_OTHER_RELAYS: Final = "__thought__"


def read_content(at: At, format: FormatName, *, key: str = "content") -> list[Part]:
    """A string or a list of parts; empty text and nothing are the same."""
    content = at.value.get(key)
    if isinstance(content, str):
        return [Text(text=scrub(content), path=at.where(key))] if content else []
    return [read_part(part, format) for part in at.objects(key)]


def read_part(part: At, format: FormatName) -> Part:
    """Unknown parts of Anthropic are kept, its list is open; unknown ones of OpenAI refused."""
    if not part.has("type") and (part.has("inlineData") or part.has("inline_data")):
        return _inline_data(part)
    kind = part.text("type")
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(part, format)
    if format == "anthropic_messages":
        return UnknownPart(format=format, value=part.kept(), path=part.path)
    raise Invalid(f"{part.where('type')}: there is no content part {kind!r}")


def cache_mark(at: At) -> CacheMark | None:
    """`cache_control`, as Anthropic's users also send it to chat endpoints."""
    found = at.object("cache_control")
    if found is None:
        return None
    match found.value.get("ttl"):
        case "1h":
            return CacheMark(ttl="1h")
        case "5m":
            return CacheMark(ttl="5m")
        case _:
            return CacheMark()


def read_call_id(id: str) -> str:
    """Without what other relays and Cursor hang on it (A3.4, A3.5)."""
    return id.partition("\n")[0].partition(_OF_OTHER_RELAYS)[0]


def _text(part: At, _: FormatName) -> Part:
    return Text(text=part.text("text"), cache=cache_mark(part), path=part.path)


def _inline_data(part: At) -> Part:
    """As Google's clients show pictures and files, whose parts name no kind."""
    blob = part.object("inlineData") or part.needed("inline_data")
    kind = blob.text_or_none("mimeType") or blob.text("mime_type")
    source = inline_data(kind, blob.text("data"), path=blob.where("data"))
    if source.media_type.startswith("image/"):
        return Image(source=source, path=part.path)
    if source.media_type.startswith("audio/"):
        return Audio(source=source, path=part.path)
    return Document(source=source, path=part.path)


def _refusal(part: At, _: FormatName) -> Part:
    return Refusal(text=part.text("refusal"), path=part.path)


def _image(part: At, _: FormatName) -> Part:
    return Image(source=_block_source(part), cache=cache_mark(part), path=part.path)


def _image_url(part: At, _: FormatName) -> Part:
    cache = cache_mark(part)
    if part.has("file_id"):
        kept = VendorFile(id=part.text("file_id"))
        return Image(source=kept, cache=cache, path=part.path)
    if isinstance(part.value.get("image_url"), str):
        url, detail = part.text("image_url"), part.text_or_none("detail")
    else:
        address = part.needed("image_url")
        url, detail = address.text("url"), address.text_or_none("detail")
    source = source_of(url, path=part.where("image_url"))
    if isinstance(source, InlineData) and source.media_type == "application/pdf":
        return Document(source=source, cache=cache, path=part.path)
    return Image(source=source, detail=detail, cache=cache, path=part.path)


def _audio(part: At, _: FormatName) -> Part:
    audio = part.needed("input_audio")
    data = "".join(audio.text("data").split())
    source = InlineData(media_type=f"audio/{audio.text('format')}", base64=data)
    return Audio(source=source, path=part.path)


def _file(part: At, _: FormatName) -> Part:
    file = part.object("file") or part
    title = file.text_or_none("filename")
    source = _file_source(file)
    return Document(source=source, title=title, cache=cache_mark(part), path=part.path)


def _file_source(file: At) -> MediaSource:
    for key in ("file_data", "file_url"):
        address = file.text_or_none(key)
        if address is not None:
            return source_of(address, path=file.where(key))
    return VendorFile(id=file.text("file_id"))


def _document(part: At, _: FormatName) -> Part:
    source = part.needed("source")
    if source.value.get("type") == "content":
        return UnknownPart(format="anthropic_messages", value=part.kept(), path=part.path)
    title = part.text_or_none("title")
    citations = part.object("citations")
    return Document(
        source=_block_source(part),
        title=title,
        context=part.text_or_none("context"),
        cited=bool(citations and citations.flag("enabled")),
        cache=cache_mark(part),
        path=part.path,
    )


def _block_source(part: At) -> MediaSource:
    source = part.needed("source")
    match source.text("type"):
        case "base64":
            path = source.where("data")
            return inline_data(source.text("media_type"), source.text("data"), path=path)
        case "url":
            return source_of(source.text("url"), path=source.where("url"))
        case "file":
            return VendorFile(id=source.text("file_id"))
        case "text":
            encoded = base64.b64encode(source.text("data").encode()).decode()
            return InlineData(media_type="text/plain", base64=encoded)
        case kind:
            raise Invalid(f"{source.where('type')}: there is no source {kind!r}")


def _tool_use(part: At, _: FormatName) -> Part:
    return ToolCall(
        id=read_call_id(part.text("id")),
        name=part.text("name"),
        arguments=arguments_text(part.value.get("input")) or "{}",
        cache=cache_mark(part),
        path=part.path,
    )


def _tool_result(part: At, format: FormatName) -> Part:
    return ToolResult(
        call_id=read_call_id(part.text("tool_use_id")),
        content=read_result(part, format),
        is_error=part.flag("is_error") or False,
        cache=cache_mark(part),
        path=part.path,
    )


def _thinking(part: At, _: FormatName) -> Part:
    signature = part.text_or_none("signature") or None
    return Thinking(text=part.text("thinking"), signature=signature, path=part.path)


def _redacted_thinking(part: At, _: FormatName) -> Part:
    return RedactedThinking(data=part.text("data"), path=part.path)


def read_result(
    at: At, format: FormatName, *, key: str = "content"
) -> tuple[Text | Image | Document, ...]:
    """What a tool gave back: text, images and files; the rest of Anthropic's list as text."""
    parts: list[Text | Image | Document] = []
    for part in read_content(at, format, key=key):
        if isinstance(part, UnknownPart):
            parts.append(Text(text=flattened(part), path=part.path))
        elif isinstance(part, Text | Image | Document):
            parts.append(part)
        else:
            raise Invalid(
                f"{part.path or at.where(key)}: a tool result holds text, images and files"
            )
    return tuple(parts)


def flattened(part: UnknownPart) -> str:
    """All that can be read in a part that has no form elsewhere: title, context, text.

    Raises `Invalid` for a part without which the rest would mean something else.
    """
    at = At(part.value)
    if part.essential:
        raise Invalid(f"a part of type {at.value.get('type')!r} cannot be sent to this model")
    lines = [at.value.get("title"), at.value.get("context"), at.value.get("text")]
    for holder in (at.value.get("source"), part.value):
        inner = holder.get("content") if isinstance(holder, dict) else None
        if isinstance(inner, str):
            lines.append(inner)
        elif isinstance(inner, list):
            lines += [each.get("text") for each in inner if isinstance(each, dict)]
    return "\n".join(line for line in lines if isinstance(line, str) and line)


_READERS: Final[dict[str, Callable[[At, FormatName], Part]]] = {
    "text": _text,
    "input_text": _text,
    "output_text": _text,
    "refusal": _refusal,
    "image": _image,
    "image_url": _image_url,
    "input_image": _image_url,
    "input_audio": _audio,
    "file": _file,
    "input_file": _file,
    "document": _document,
    "tool_use": _tool_use,
    "tool_result": _tool_result,
    "thinking": _thinking,
    "redacted_thinking": _redacted_thinking,
}
