"""Parts of Google's contents, each by what it holds: they name no kind (conversion A2, A3).

Names of fields are Google's own: see `naming`.
"""

import re
from typing import Final

from domain.formats.gemini.signatures import read_seal, read_signature
from domain.formats.media import inline_data, source_of
from domain.formats.reading import At, clean, scrub
from domain.json import Json, write
from domain.llm.prompt import (
    Audio,
    Document,
    Image,
    InlineData,
    MediaSource,
    Part,
    Text,
    Thinking,
    ToolResult,
    UnknownPart,
    VendorFile,
)

_OWN_FILE: Final = re.compile(r"gs://|https://generativelanguage\.googleapis\.com/")
OTHER_ALPHABET: Final = str.maketrans("-_", "+/")
_NOT_CONTENT: Final = frozenset({"thought", "thoughtSignature", "partMetadata"})


def read_part(at: At) -> Part | None:
    """Anything but a call and its result; `None` where nothing is in it. Raises `Invalid`."""
    if at.flag("thought"):
        return _thought(at)
    text = at.text_or_none("text")
    if text is None:
        text = code_text(at)
    if text is not None:
        seal = read_seal(at.text_or_none("thoughtSignature"))
        return Text(text=text, signature=seal) if text or seal else None
    media = read_media(at)
    if media is None and any(at.has(key) for key in at.value if key not in _NOT_CONTENT):
        return UnknownPart(format="gemini", value=at.kept())
    return media


def _thought(at: At) -> Part | None:
    text, signature = at.text_or_none("text") or "", at.text_or_none("thoughtSignature")
    if signature:
        return read_signature(signature, text)
    return Thinking(text=text) if text else None


def code_text(at: At) -> str | None:
    """Code that the vendor ran, and what came of it, as they can be shown."""
    code, result = at.object("executableCode"), at.object("codeExecutionResult")
    if code is not None:
        return f"\n```\n{code.text_or_none('code') or ''}\n```\n"
    return None if result is None else f"\n```\n{result.text_or_none('output') or ''}\n```\n"


def read_media(at: At) -> Image | Document | Audio | None:
    blob, file = at.object("inlineData"), at.object("fileData")
    if blob is not None:
        data = blob.text("data").translate(OTHER_ALPHABET)
        source = inline_data(blob.text("mimeType"), data, path=blob.where("data"))
        return _media(source, source.media_type, blob)
    if file is not None:
        return _media(_file(file), file.text_or_none("mimeType") or "", file)
    return None


def _media(source: MediaSource, kind: str, at: At) -> Image | Document | Audio:
    if kind.startswith("image/"):
        return Image(source=source)
    if kind.startswith("audio/") and isinstance(source, InlineData):
        return Audio(source=source)
    return Document(source=source, title=at.text_or_none("displayName"))


def _file(at: At) -> MediaSource:
    address = at.text("fileUri")
    if kept_by_google(address):
        return VendorFile(id=address)
    return source_of(address, path=at.where("fileUri"))


def kept_by_google(address: str) -> bool:
    """Whether the address is that of a file which Google keeps for its owner."""
    return _OWN_FILE.match(address) is not None


def read_result(at: At, call_id: str) -> ToolResult:
    """A `functionResponse`: `output` or `error` alone are the result, else all of it is."""
    text, is_error = _said(at.object("response"))
    content: list[Text | Image | Document] = [Text(text=text)] if text else []
    for part in at.objects("parts"):
        media = read_media(part)
        if isinstance(media, Audio):
            content.append(Document(source=media.source))
        elif media is not None:
            content.append(media)
    return ToolResult(call_id=call_id, content=tuple(content), is_error=is_error)


def _said(response: At | None) -> tuple[str, bool]:
    if response is None:
        return "", False
    told = {key: value for key, value in response.value.items() if value is not None}
    if len(told) == 1 and ("output" in told or "error" in told):
        return _text_of(*told.values()), "error" in told
    return write(clean(told)) if told else "", False


def _text_of(value: Json) -> str:
    return scrub(value) if isinstance(value, str) else write(clean(value))
