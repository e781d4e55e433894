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
from domain.formats.sse import SseEvent, SseReader
from domain.formats.tool_words import ToolWords
from domain.json import JsonObject, read
from domain.llm.events import Failed, Finished, Started, StreamEvent

DONE: Final = "[DONE]"
_SNIFFED: Final = 6 * 1024 * 1024
"""How much of an answer is kept while it may still turn out to be one JSON body."""


class VendorStream(Protocol):
    """Every method may raise `Invalid`: the provider sent nonsense."""

    @abstractmethod
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        """Say what one event means."""

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

    def feed(self, data: bytes) -> tuple[StreamEvent, ...]:
        """What comes with these bytes; nothing comes after a `Failed`."""
        return tuple(self._read(data))

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


def _bare_failure(text: str) -> Iterator[StreamEvent]:
    """An error between the events. Anything else there is no event at all."""
    try:
        found = read(text)
    except Invalid:
        return
    if isinstance(found, dict) and found.get("error") is not None:
        yield Failed(stream_failure(found["error"]))
