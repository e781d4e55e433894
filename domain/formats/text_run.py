"""Deltas that differ in their text alone, read without parsing each of them (conversion C2).

Nearly all of a stream is such deltas. When one has been read in full, and its format vouches that
it says a piece of text under one name and nothing else, then whatever stands around that text in
the same bytes means the same around another. What differs anywhere is read in full, as ever.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias, final

from domain.errors import Invalid
from domain.json import read
from domain.llm.events import StreamEvent, TextDelta

Say: TypeAlias = Callable[[str], StreamEvent]
"""What a piece of text is in this place; it keeps the format's own account, as of any other."""
_READ_MAX: Final = 256 * 1024
_TEXT: Final = re.compile(rb'[^"\\\x00-\x1f]*(?:\\["\\/bfnrt][^"\\\x00-\x1f]*)*"')
"""The rest of a JSON string. Escaped code points may be halves of characters: not here."""
_NUMBERED: Final = re.compile(rb'"sequence_number": ?(0|[1-9][0-9]{0,15})(?=[,}])')
_PADDED: Final = re.compile(rb'"obfuscation": ?"([A-Za-z0-9]*)"')
_SPACED: Final = re.compile(rb"\}( *)\}\r?\n\r?\n\Z")
_NUMBER: Final = re.compile(rb"(?:0|[1-9][0-9]{0,15})(?=[,}])")
_LETTERS: Final = re.compile(rb"[A-Za-z0-9]*")
_SPACES: Final = re.compile(rb" *")
_IGNORED: Final = ((_NUMBERED, _NUMBER), (_PADDED, _LETTERS), (_SPACED, _SPACES))
"""What vendors change from event to event and no format reads; how it is found, and passed by."""
_Around: TypeAlias = tuple[tuple[bytes, re.Pattern[bytes] | None], ...]
"""Bytes as they must be, each with what may follow them."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A format's word that an event says text alone. `key` is the member that holds the text."""

    key: str
    say: Say


@final
class TextRun:
    """`before` and `after` are the bytes around the text of one event, its lines and all."""

    def __init__(self, before: bytes, after: bytes, say: Say) -> None:
        self.before = before
        self.bare = before + b'"' + after
        """An event of the run without a text."""
        self._before = _fixed(before)
        self._after = _fixed(after)
        self._say = say

    @property
    def is_alike(self) -> bool:
        """Whether every event begins with the same bytes, which are `before`."""
        return len(self._before) == 1

    def read(self, data: bytes) -> tuple[tuple[StreamEvent, ...], int]:
        """What the events at the beginning of `data` say, and how many bytes these are."""
        told: list[StreamEvent] = []
        at = 0
        size = len(data)
        while at < size <= _READ_MAX:
            start = _passed(data, at, self._before)
            found = None if start < 0 else _TEXT.match(data, start)
            end = -1 if found is None else _passed(data, found.end(), self._after)
            text = None if found is None or end < 0 else _text(data[start : found.end() - 1])
            if not text:
                break
            told.append(self._say(text))
            at = end
        return tuple(told), at


def learned(frame: bytes, saying: Saying, event: TextDelta) -> TextRun | None:
    """The run that an event's whole bytes begin; `None` where they do not show where its text is.

    `event` is what was read of them.
    """
    member = re.compile(rb'"%s"\s*:\s*"' % saying.key.encode())
    named = [*member.finditer(frame)]
    found = _TEXT.match(frame, named[0].end()) if len(named) == 1 else None
    if found is None or event.logprobs or _text(found.group()[:-1]) != event.text:
        return None
    return TextRun(frame[: found.start()], frame[found.end() :], saying.say)


def _text(raw: bytes) -> str | None:
    """`None` for what is no text."""
    try:
        if b"\\" not in raw:
            return raw.decode()
        found = read(b'"%s"' % raw)
    except (Invalid, UnicodeDecodeError):
        return None
    return found if isinstance(found, str) else None


def _fixed(around: bytes) -> _Around:
    """With gaps where what stands there is ignored."""
    gaps = sorted(
        (match.start(1), match.end(1), what)
        for found, what in _IGNORED
        for match in found.finditer(around)
    )
    parts: list[tuple[bytes, re.Pattern[bytes] | None]] = []
    at = 0
    for start, end, what in gaps:
        parts.append((around[at:start], what))
        at = end
    return (*parts, (around[at:], None))


def _passed(data: bytes, at: int, around: _Around) -> int:
    """Where the bytes end that stand here as they must; -1 when others do."""
    for fixed, ignored in around:
        if not data.startswith(fixed, at):
            return -1
        at += len(fixed)
        if ignored is not None:
            passed = ignored.match(data, at)
            if passed is None:
                return -1
            at = passed.end()
    return at
