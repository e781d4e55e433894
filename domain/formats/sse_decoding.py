"""What decoding a stream of server-sent events is in every format (conversion C1, C7).

The format's own part says what one event means. Here is the rest: bytes to events, one end and
nothing after it, a JSON body in place of a stream, bad input as a `Failed`.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Final, Protocol

from domain.errors import Invalid
from domain.formats.failures import CUT, MALFORMED, stream_failure
from domain.formats.restoring import Restoration
from domain.formats.sse import BLANK_LINE, SseEvent, SseReader
from domain.formats.text_run import Saying, TextRun, learned
from domain.formats.tool_words import ToolWords
from domain.json import JsonObject, read
from domain.llm.events import Failed, Finished, Started, StreamEvent, TextDelta

DONE: Final = "[DONE]"
_SNIFFED: Final = 6 * 1024 * 1024
"""How much of an answer is kept while it may still turn out to be one JSON body."""
HELD_MAX: Final = 4 * 1024
_LEARNED_FROM: Final = 1024
"""Bytes: a few events."""
_PARTED_MAX: Final = 256 * 1024
_WASTED_MAX: Final = 16
"""How many events more may differ than be alike until we no longer look whether they are."""
_BLANK: Final = b"\n\n"
_BLANK_CRLF: Final = b"\r\n\r\n"


class VendorStream(Protocol):
    """Every method may raise `Invalid`: the provider sent nonsense."""

    @abstractmethod
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        """Say what one event means."""

    def saying(self, chunk: JsonObject) -> Saying | None:  # noqa: ARG002 - who vouches reads it
        """Say where the text is of an event just taken, if text is all that it said.

        Whatever else the event has must be of no consequence, however often it comes. `None` is
        always right.
        """
        return None

    @abstractmethod
    def done(self) -> Iterator[StreamEvent]:
        """Say what `[DONE]` means."""

    @abstractmethod
    def end(self) -> Iterator[StreamEvent]:
        """End what had said why it ends; else yield nothing: the answer was cut."""

    @abstractmethod
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        """Read a whole answer."""


class SseDecoder:
    """Bytes of a provider's stream to events, of which exactly one ends it."""

    def __init__(self, vendor: VendorStream, words: ToolWords) -> None:
        self._vendor = vendor
        self._restoration = Restoration(words)
        self._reader = SseReader()
        self._started = False
        self._over = False
        self._raw = bytearray()
        self._taken: JsonObject = {}
        self._held = b""
        self._gained = 0
        self._run: TextRun | None = None

    def feed(self, data: bytes) -> tuple[StreamEvent, ...]:
        """What comes with these bytes; nothing comes after a `Failed`."""
        told: tuple[StreamEvent, ...] = ()
        data, self._held = self._held + data, b""
        while data:
            alike, at = self.alike(data)
            told, data = told + alike, data[at:]
            if self._run is not None and _is_unfinished(data):
                self._held = data  # so that it says nothing yet
                break
            first, data = _parted(data)
            told += self._learning(first)
        return told

    @property
    def run(self) -> TextRun | None:
        """How the next events are read, as long as they are like the last one."""
        return None if self._held else self._run

    def alike(self, data: bytes) -> tuple[tuple[StreamEvent, ...], int]:
        """What those events at the beginning of `data` say, and how many bytes these are."""
        told, at = ((), 0) if self._run is None else self._run.read(data)
        self._gained += len(told)
        return told, at

    def _learning(self, data: bytes) -> tuple[StreamEvent, ...]:
        """In full; then it is known what further text looks like, if text is what came last."""
        known, self._run, self._taken = self._run, None, {}
        begins = self._reader.is_between
        events = tuple(self._read(data))
        if events and isinstance(events[-1], TextDelta) and self._gained > -_WASTED_MAX:
            self._run = self._learned(data, events[-1], begins=begins)
            self._gained -= known is not None
        return events

    def _learned(self, data: bytes, last: TextDelta, *, begins: bool) -> TextRun | None:
        """`begins`: the first of the bytes begins an event."""
        saying = self._vendor.saying(self._taken) if self._reader.is_between else None
        if saying is None:
            return None
        blank = _BLANK if data.endswith(_BLANK) else _BLANK_CRLF
        before = data.rfind(blank, 0, -len(blank))
        if before >= 0:
            return learned(data[before + len(blank) :], saying, last)
        return learned(data, saying, last) if begins else None

    def _read(self, data: bytes) -> Iterator[StreamEvent]:
        if not self._started and len(self._raw) < _SNIFFED:
            self._raw += data
        try:
            for event in self._reader.feed(data):
                yield from self._told(self._take(event))
        except Invalid:
            yield from self._told(iter([MALFORMED]))

    def close(self) -> Iterator[StreamEvent]:
        """The input ended: finish what had its reason, and call the rest cut."""
        if self._held:
            held, self._held = self._held, b""
            yield from self._read(held)
        try:
            if not self._started and self._raw.lstrip().startswith(b"{"):
                yield from self._told(self._whole())
            for event in self._reader.close():
                yield from self._told(self._take(event))
        except Invalid:
            if not self._started and self._raw.lstrip().startswith(b"{"):
                yield from self._told(iter([MALFORMED]))
            # else an unfinished last event, which counts only when it is whole
        try:
            yield from self._told(self._vendor.end())
        except Invalid:
            yield from self._told(iter([MALFORMED]))
        yield from self._told(iter([CUT]))

    def _told(self, events: Iterator[StreamEvent]) -> Iterator[StreamEvent]:
        for event in events:
            for restored in self._restoration.feed(event):
                if self._over:
                    return
                if isinstance(restored, Started):
                    self._started = True
                    self._raw.clear()
                self._over = isinstance(restored, Finished | Failed)
                yield restored

    def _take(self, event: SseEvent) -> Iterator[StreamEvent]:
        data = event.data.strip()
        if self._over or not data:
            return
        if event.bare:
            yield from _bare_failure(data)
            return
        if data == DONE:
            yield from self._vendor.done()
            return
        chunk = read(data)
        if not isinstance(chunk, dict):
            raise Invalid("an event must be an object")
        if chunk.get("error") is not None:
            yield Failed(stream_failure(chunk["error"]))
            return
        self._taken = chunk
        yield from self._vendor.take(chunk)

    def _whole(self) -> Iterator[StreamEvent]:
        """Some servers answer a stream's request with one JSON body."""
        body = read(bytes(self._raw))
        if not isinstance(body, dict):
            raise Invalid("an answer must be an object")
        if body.get("error") is not None:
            yield Failed(stream_failure(body["error"]))
            return
        yield from self._vendor.whole(body)


def _is_unfinished(data: bytes) -> bool:
    """Whether it is a part of an event alone, or nothing."""
    return len(data) <= HELD_MAX and BLANK_LINE.search(data) is None


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """Some events of many: it may be that the others are like them."""
    is_many = _LEARNED_FROM < len(data) <= _PARTED_MAX
    end = data.find(_BLANK, _LEARNED_FROM) if is_many else -1
    return (data, b"") if end < 0 else (data[: end + len(_BLANK)], data[end + len(_BLANK) :])


def _bare_failure(text: str) -> Iterator[StreamEvent]:
    """An error between the events. Anything else there is no event at all."""
    try:
        found = read(text)
    except Invalid:
        return
    if isinstance(found, dict) and found.get("error") is not None:
        yield Failed(stream_failure(found["error"]))
