"""generateContent from client to provider as it is (conversion 0.1, A7.3).

The model stands in the address there, so that bodies hardly ever name it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, final

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.gemini.errors import in_stream
from domain.formats.gemini.reply import decode_reply
from domain.formats.gemini.signatures import WRAPPING, is_wrapped
from domain.formats.gemini.stream import StreamDecoder
from domain.formats.gemini.usage import write_usage
from domain.formats.passing import Passed, Passing, SseTap, Tap, data_of, edited, with_counts
from domain.formats.splicing import members, replaced
from domain.json import Json, JsonObject, listed, read
from domain.llm.capabilities import Capabilities
from domain.llm.usage import Usage

_COLLECTION: Final = "models/"
_SEALS: Final = ("thoughtSignature", "thought_signature")
_NAMES: Final = (b'"modelVersion"', b'"model_version"')
_FIELD: Final = b"data:"
_DATA: Final = b"data: "
_BOM: Final = b"\xef\xbb\xbf"
_ENDING: Final = b""
"""A good stream just ends."""


@final
class GeneratePassing(Passing):
    @override
    def takes(self, body: JsonObject, *, original: bool, capabilities: Capabilities) -> bool:
        return True

    @override
    def request(
        self, text: str, *, upstream: str, streamed: bool, capabilities: Capabilities
    ) -> str:
        named = replaced(_without_foreign_thoughts(text), ["model"], in_collection(upstream))
        within = ["generateContentRequest", "model"]
        return replaced(named, within, in_collection(upstream))

    @override
    def tap(self, *, model: str | None) -> Tap:
        def edit(frame: bytes) -> bytes:
            told = _data_alone(frame)
            if (error := _error(told)) is not None:
                return in_stream(error)
            if model is None or not any(name in told for name in _NAMES):
                return told
            return edited(told, partial(_renamed, model))

        return SseTap(StreamDecoder(), edit=edit, ending=_ENDING)

    @override
    def whole(self, raw: bytes, *, model: str | None) -> Passed:
        body = read(raw)
        if not isinstance(body, Mapping):
            raise Invalid("an answer must be an object")
        events = tuple(decode_reply(body))
        return Passed(raw if model is None else _renamed(model, raw.decode()).encode(), events)

    @override
    def recounted(self, raw: bytes, usage: Usage) -> bytes:
        return with_counts(raw, [["usageMetadata"], ["usage_metadata"]], write_usage(usage))


def _data_alone(frame: bytes) -> bytes:
    """Google's clients stumble over comments, names of events and marks of byte order."""
    lines = [line for line in frame.splitlines() if line]
    if all(line.startswith(_DATA) for line in lines):
        return frame
    named = (line.removeprefix(_BOM) for line in lines)
    data = [line[len(_FIELD) :].removeprefix(b" ") for line in named if line.startswith(_FIELD)]
    return b"".join(_DATA + line + b"\n" for line in data) + b"\n" if data else b""


def _error(frame: bytes) -> str | None:
    """Its text, when it is one."""
    text = data_of(frame) if b'"error"' in frame else None
    chunk = None if text is None else read(text)
    return text if isinstance(chunk, Mapping) and chunk.get("error") is not None else None


def in_collection(model: str) -> str:
    """As Google names it; a name with a collection of its own stays as it is."""
    return model if "/" in model else f"{_COLLECTION}{model}"


def _renamed(model: str, text: str) -> str:
    return replaced(replaced(text, ["modelVersion"], model), ["model_version"], model)


def _without_foreign_thoughts(text: str) -> str:
    """Reasoning of other vendors that we wrapped on its way out; Google would refuse the seal."""
    if WRAPPING not in text:
        return text
    for member in members(text):
        if member.key == "contents":
            return replaced(text, ["contents"], [*_contents(listed(member.value))])
    return text


def _contents(contents: Sequence[Json]) -> Iterator[Json]:
    """A content of nothing else goes with it; Google joins its neighbours by itself."""
    for content in contents:
        if not isinstance(content, Mapping):
            yield content
            continue
        parts = listed(content.get("parts"))
        kept = [part for part in parts if not _is_foreign(part)]
        if len(kept) == len(parts):
            yield content
        elif kept:
            yield {**content, "parts": kept}


def _is_foreign(part: Json) -> bool:
    if not isinstance(part, Mapping):
        return False
    seals = (part.get(key) for key in _SEALS)
    return any(isinstance(seal, str) and is_wrapped(seal) for seal in seals)
