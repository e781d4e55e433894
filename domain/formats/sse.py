"""Server-sent events: bytes to events and back (WHATWG HTML, section 9.2; conversion C1, C2).

Only LF, CRLF and CR end a line. Lines are decoded whole, so that characters cut between two
reads never matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from domain.errors import Invalid

LINE_BYTES_MAX: Final = 10 * 1024 * 1024
"""Also of all that is held of one event: nobody who streams may fill our memory."""
_LINE_OVERHEAD: Final = 64
"""What a line takes beside its text."""
_NAMED: Final = ("event", "id")
_SIMPLE_MAX: Final = 256 * 1024
_BOM: Final = b"\xef\xbb\xbf"
BLANK_LINE: Final = re.compile(rb"(?:\r\n|\r(?!\n)|\n)(?:\r\n|\r|\n)")
BLANK_LINE_MAX: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SseEvent:
    """`data` is all data lines joined by LF; `event` and `id` are `None` when not sent.

    `bare` data stood there without being called so: Google writes its errors between events.
    """

    data: str
    event: str | None = None
    id: str | None = None
    bare: bool = False


@dataclass(slots=True)
class _Pending:
    data: list[str] = field(default_factory=list[str])
    bare: list[str] = field(default_factory=list[str])
    event: str | None = None
    id: str | None = None
    held: int = 0


class SseReader:
    """Feed it bytes as they come; take events. Ask `close` for an unfinished last one."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._after_cr = False
        self._first = True
        self._pending = _Pending()

    def feed(self, data: bytes) -> Iterator[SseEvent]:
        """Yield every event that `data` completes. Raises `Invalid` for one without end."""
        if not self._first and self.is_between and _is_simple(data):
            for block in data.split(b"\n\n"):
                if block:
                    yield from self._block(block)
            return
        for piece in data.splitlines(keepends=True):  # of bytes: at LF, CRLF and CR alone
            if self._after_cr and piece == b"\n":
                self._after_cr = False
                continue
            self._line += piece.rstrip(b"\r\n")
            if len(self._line) > LINE_BYTES_MAX:
                raise Invalid(f"a line of more than {LINE_BYTES_MAX:,} bytes")
            self._after_cr = piece.endswith(b"\r")
            if piece.endswith((b"\r", b"\n")):
                yield from self._end_line()

    @property
    def is_between(self) -> bool:
        """Whether the last event is over, and the next one has not begun."""
        return not (self._line or self._after_cr or self._pending.held)

    def _block(self, block: bytes) -> Iterator[SseEvent]:
        """The lines of one event, or of none. Nearly all bytes that ever come are told so."""
        data: list[str] = []
        named: dict[str, str] = {}
        for raw in block.split(b"\n"):
            name, _, value = raw.decode("utf-8", "replace").partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                data.append(value)
            elif name in _NAMED:
                named[name] = value
        if data:
            yield SseEvent(
                data=data[0] if len(data) == 1 else "\n".join(data),
                event=named.get("event"),
                id=named.get("id"),
            )

    def close(self) -> Iterator[SseEvent]:
        """Offer what stood at the end without its blank line: many servers forget it."""
        if self._line:
            yield from self._end_line()
        yield from self._dispatch()

    def _end_line(self) -> Iterator[SseEvent]:
        raw = bytes(self._line)
        self._line.clear()
        if self._first:
            self._first = False
            raw = raw.removeprefix(_BOM)
        if not raw:
            yield from self._dispatch()
            return
        line = raw.decode("utf-8", "replace")
        self._pending.held += len(raw) + _LINE_OVERHEAD
        if self._pending.held > LINE_BYTES_MAX:
            raise Invalid(f"an event of more than {LINE_BYTES_MAX:,} bytes")
        if self._pending.bare or line.startswith("{"):
            self._pending.bare.append(line)
            return
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._pending.data.append(value)
            case "event":
                self._pending.event = value
            case "id":
                self._pending.id = value
            case _:
                pass  # a comment (empty name) or a field that nobody knows

    def _dispatch(self) -> Iterator[SseEvent]:
        pending, self._pending = self._pending, _Pending()
        if pending.data:
            yield SseEvent(data="\n".join(pending.data), event=pending.event, id=pending.id)
        if pending.bare:
            yield SseEvent(data="\n".join(pending.bare), bare=True)


def _is_simple(data: bytes) -> bool:
    """Whole events alone, whose lines end with LF, and nothing bare between them."""
    return (
        len(data) <= _SIMPLE_MAX
        and data.endswith(b"\n\n")
        and b"\r" not in data
        and b"\n{" not in data
        and not data.startswith(b"{")
    )


class FrameCutter:
    """Cuts a stream into its events without changing a byte: each piece ends with a blank line.

    A CRLF that is cut between two reads gives a piece more, of the LF alone; all the pieces
    together are the stream. `limit` is how many bytes an event may have.
    """

    def __init__(self, *, limit: int = LINE_BYTES_MAX) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield every event that `data` completes. Raises `Invalid` for an endless one."""
        self._rest += data
        while found := BLANK_LINE.search(self._rest, self._searched):
            piece = bytes(self._rest[: found.end()])
            del self._rest[: found.end()]
            self._searched = 0
            yield piece
        self._searched = max(0, len(self._rest) - BLANK_LINE_MAX)
        if len(self._rest) > self._limit:
            raise Invalid(f"an event of more than {self._limit:,} bytes")

    def close(self) -> bytes:
        """What stood at the end without a blank line; as if nothing had come."""
        rest = bytes(self._rest)
        self._rest.clear()
        self._searched = 0
        return rest

    @property
    def held(self) -> int:
        """How many bytes of an event there are that is not over."""
        return len(self._rest)


def frame(data: str, *, event: str | None = None) -> bytes:
    """One event, ready to be sent. `data` is one line."""
    named = "" if event is None else f"event: {event}\n"
    return f"{named}data: {data}\n\n".encode("utf-8", "replace")
