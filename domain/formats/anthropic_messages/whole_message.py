"""Messages that come whole: those of text alone, which are most, are told in one go.

All else, and whatever is no whole message, is the stream's decoder's. A law tells that both say
the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.anthropic_messages.stops import read_stop
from domain.formats.anthropic_messages.stream import StreamDecoder
from domain.formats.anthropic_messages.usage import read_usage
from domain.formats.reading import At
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import Json, JsonObject, read
from domain.llm.events import (
    BlockClosed,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)

_TEXT: Final = dict.fromkeys(("type", "text")).keys()


class WholeDecoder:
    """Bytes of a message to its events, which come at the end."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        self._words = words
        self._raw = bytearray()
        self._stream: StreamDecoder | None = None

    def feed(self, data: bytes) -> Sequence[StreamEvent]:
        if self._stream is not None:
            return tuple(self._stream.feed(data))
        self._raw += data
        if self._raw.startswith(b"{"):
            return ()
        self._stream = StreamDecoder(self._words)  # though nobody asked for a stream
        return tuple(self._stream.feed(bytes(self._raw)))

    def close(self) -> Iterator[StreamEvent]:
        if self._stream is None:
            events = text_message(bytes(self._raw))
            if events is not None:
                yield from events
                return
            self._stream = StreamDecoder(self._words)
            yield from self._stream.feed(bytes(self._raw))
        yield from self._stream.close()


def text_message(raw: bytes) -> tuple[StreamEvent, ...] | None:
    """`None` for a message that holds anything else, and for none."""
    try:
        body = read(raw)
        return _told(body) if isinstance(body, dict) else None
    except (Invalid, UnicodeEncodeError):
        return None


def _told(body: JsonObject) -> tuple[StreamEvent, ...] | None:
    content, usage = body.get("content"), body.get("usage")
    if not isinstance(content, list) or not isinstance(usage, dict) or "error" in body:
        return None
    texts = [_text(block) for block in content]
    if not all(texts):
        return None
    at = At(body)
    events: list[StreamEvent] = [
        Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or ""),
        UsageReported(read_usage(At(usage, "usage"))),
    ]
    for number, text in enumerate(texts):
        events += (TextOpened(number), TextDelta(number, text), BlockClosed(number))
    events.append(read_stop(at) or Finished(reason="end"))
    return tuple(events)


def _text(block: Json) -> str:
    """Empty where there is none. Raises `UnicodeEncodeError` for what is no character."""
    if not isinstance(block, Mapping) or block.keys() != _TEXT or block["type"] != "text":
        return ""
    text = block["text"]
    if not isinstance(text, str):
        return ""
    if not text.isascii():
        text.encode()
    return text
