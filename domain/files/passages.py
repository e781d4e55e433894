"""A text in pieces that a search can find: about a screen each, cut where a paragraph ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.ids import FileId

LENGTH: Final = 1_200
_LEAST: Final = 600
_OVERLAP: Final = 150
_ENDS: Final = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?。]\s"),
    re.compile(r"\s"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`start` and `end` are places in the file's whole text, in characters.

    `vector` has length 1; it is empty where nobody made one.
    """

    file: FileId
    number: int
    start: int
    end: int
    text: str
    vector: tuple[float, ...] = ()


def passages_of(file: FileId, text: str) -> Iterator[Passage]:
    """Neighbours overlap a little: what stands at a cut is whole in one of them."""
    start = number = 0
    while start < len(text):
        end = _cut(text, start)
        if text[start:end].strip():
            yield Passage(file=file, number=number, start=start, end=end, text=text[start:end])
            number += 1
        if end == len(text):
            return
        start = _begin(text, end - _OVERLAP)


def _cut(text: str, start: int) -> int:
    if start + LENGTH >= len(text):
        return len(text)
    for end in _ENDS:
        places = [each.end() for each in end.finditer(text, start + _LEAST, start + LENGTH)]
        if places:
            return places[-1]
    return start + LENGTH


def _begin(text: str, at: int) -> int:
    """Not in the middle of a word."""
    found = re.compile(r"\s").search(text, at, at + _OVERLAP)
    return found.end() if found else at
