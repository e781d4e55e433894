"""The first lane: client and provider speak the same format, so the bytes go through as they are.

What a vendor says beyond what we know survives so. Only the model's name is touched, in the
text itself; and the bytes are decoded on the way, for the books and to see a cut.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from domain.errors import Invalid
from domain.formats.failures import MALFORMED
from domain.formats.splicing import replaced
from domain.formats.sse import FrameCutter, SseReader
from domain.formats.sse_decoding import DONE, HELD_MAX, SseDecoder
from domain.formats.text_run import TextRun
from domain.json import Json, JsonObject, read
from domain.llm.capabilities import Capabilities
from domain.llm.events import Failed, Failure, Finished, StreamEvent
from domain.llm.usage import Usage

_DATA: Final = re.compile(rb"(?:^(?:\xef\xbb\xbf)?|[\r\n])data: ?([^\r\n]*)")
_FIELD: Final = re.compile(rb"(?:^|[\r\n])[^:\r\n]")
"""The beginning of a line that is no comment."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A piece of an answer: the bytes as the client gets them, and what they mean.

    `raw` is empty where the client is to see nothing, and `None` where there are no bytes to
    pass on: then the events are to be told in the format's own words. `media_type` is what the
    bytes are, where that is not its format's usual kind. `counted` is what the bytes should have
    counted, where they count what nobody can have used.
    """

    raw: bytes | None
    events: tuple[StreamEvent, ...] = ()
    media_type: str | None = None
    counted: Usage | None = None

    @property
    def failed(self) -> bool:
        """Whether it ends the answer: nothing comes after a failure."""
        return bool(self.events) and isinstance(self.events[-1], Failed)


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal in the vendor's own envelope: `raw` is a JSON object."""

    status: int
    raw: bytes
    failure: Failure

    @property
    def events(self) -> tuple[StreamEvent, ...]:
        return (Failed(self.failure),)

    @property
    def failed(self) -> bool:
        return True


Piece: TypeAlias = Passed | Refused


class Tap(Protocol):
    """One streamed answer on its way."""

    @abstractmethod
    def feed(self, data: bytes) -> Iterator[Passed]: ...

    @abstractmethod
    def close(self) -> Iterator[Passed]:
        """The input ended; exactly one `Finished` or `Failed` has come when this is through."""


class Passing(Protocol):
    """One format on both sides. `model` is the name that the client used, `None` to touch none."""

    @abstractmethod
    def takes(self, body: JsonObject, *, original: bool, capabilities: Capabilities) -> bool:
        """Whether the provider would take the body as it is.

        `original`: it is the vendor of the format itself, not one that only speaks it.
        """

    @abstractmethod
    def request(
        self, text: str, *, upstream: str, streamed: bool, capabilities: Capabilities
    ) -> str:
        """The body with the provider's name of the model. Raises `Invalid`."""

    @abstractmethod
    def tap(self, *, model: str | None) -> Tap: ...

    @abstractmethod
    def whole(self, raw: bytes, *, model: str | None) -> Passed:
        """A whole answer. Raises `Invalid` when it is none."""

    @abstractmethod
    def recounted(self, raw: bytes, usage: Usage) -> bytes:
        """A piece of an answer with these counts in the place of its own."""


Edit: TypeAlias = Callable[[bytes], bytes]
"""One event's bytes as the client is to get them; none to hide it."""


class SseTap(Tap):
    """`ending` is what ends a good stream, for servers that forget to say it."""

    def __init__(self, decoder: SseDecoder, *, edit: Edit, ending: bytes) -> None:
        self._decoder = decoder
        self._edit = edit
        self._ending = ending
        self._cutter = FrameCutter()
        self._passed_on = False
        self._run: TextRun | None = None
        self._edited: bytes | None = None

    def feed(self, data: bytes) -> Iterator[Passed]:
        """What comes with these bytes: text that is like the text before it in one piece."""
        run = self._decoder.run
        if run is not None and self._cutter.held <= HELD_MAX:
            before = self._edited_before(run)
            data = self._cutter.close() + data
            events, at = ((), 0) if before is None else self._decoder.alike(data)
            if at and before is not None:
                frames, data = data[:at], data[at:]
                same = before == run.before
                yield Passed(frames if same else frames.replace(run.before, before), events)
        if data:
            yield from self._cut(data)

    def _edited_before(self, run: TextRun) -> bytes | None:
        """What stands before each text of a run, as the client gets it; `None` if that differs.

        No edit looks at an event's text, or changes what is behind it. And what stands before a
        text is in none: texts have no quotation marks of their own.
        """
        if run is not self._run:
            edited, behind = self._edit(run.bare), run.bare[len(run.before) :]
            whole = run.is_alike and edited.endswith(behind)
            self._run, self._edited = run, edited.removesuffix(behind) if whole else None
        return self._edited

    def _cut(self, data: bytes) -> Iterator[Passed]:
        try:
            for frame in self._cutter.feed(data):
                yield self._passed(frame)
        except Invalid:
            yield Passed(None, (MALFORMED,))

    def close(self) -> Iterator[Passed]:
        rest = self._cutter.close()
        if _is_whole(rest):
            yield self._passed(rest + b"\n\n")
            rest = b""
        elif not self._passed_on:
            # A JSON body in place of a stream, which is told as a stream; or nothing at all.
            yield Passed(None, (*self._decoder.feed(rest), *self._decoder.close()))
            return
        events = (*self._decoder.feed(rest), *self._decoder.close())
        if events:
            finished = isinstance(events[-1], Finished)
            yield Passed(self._ending if finished else None, events)

    def _passed(self, frame: bytes) -> Passed:
        frame = frame.decode("utf-8", "replace").encode()
        events = tuple(self._decoder.feed(frame))
        if MALFORMED in events:
            return Passed(None, events)
        self._passed_on = self._passed_on or bool(events)
        if _is_bearable(frame):
            return Passed(self._edit(frame), events)
        failed = any(isinstance(event, Failed) for event in events)
        return Passed(None if failed else b"", events)


def _is_whole(rest: bytes) -> bool:
    """Whether a last event only lacks its blank line, as many servers forget it."""
    try:
        (event,) = SseReader().feed(rest + b"\n\n")
        if event.bare:
            return False
        return event.data.strip() == DONE or isinstance(read(event.data), Mapping)
    except (Invalid, ValueError):
        return False


def _is_bearable(frame: bytes) -> bool:
    """Official clients stumble over events that have a name or an id but no data."""
    return _DATA.search(frame) is not None or _FIELD.search(frame) is None


def data_of(frame: bytes) -> str | None:
    """An event's data, when it has one line of it."""
    place = _place(frame)
    return None if place is None else frame[slice(*place)].decode("utf-8", "replace")


def edited(frame: bytes, change: Callable[[str], str]) -> bytes:
    """An event with its data changed, when it has one line of it; else as it is."""
    place, text = _place(frame), data_of(frame)
    if place is None or text is None:
        return frame
    start, end = place
    return frame[:start] + change(text).encode("utf-8", "replace") + frame[end:]


def with_counts(raw: bytes, paths: Sequence[Sequence[str]], counts: Json) -> bytes:
    """A whole answer or one event with other counts, wherever it has some."""

    def change(text: str) -> str:
        if not text.lstrip().startswith("{"):
            return text
        for path in paths:
            text = replaced(text, path, counts)
        return text

    if raw.lstrip().startswith(b"{"):
        return change(raw.decode("utf-8", "replace")).encode("utf-8", "replace")
    return edited(raw, change)


def _place(frame: bytes) -> tuple[int, int] | None:
    lines = list(_DATA.finditer(frame))
    return lines[0].span(1) if len(lines) == 1 else None
