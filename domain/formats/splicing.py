"""Changing a few values of a JSON text, and not one byte of the rest.

Writing a body anew would break what vendors bind to its bytes: signed reasoning and caches
(conversion 0.1). So values are found by their place in the text and cut out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.json import Json, read_at, write

_SPACE: Final = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object; its value stands in `text[start:end]`."""

    key: str
    value: Json
    start: int
    end: int


def members(text: str, position: int = 0) -> Iterator[Member]:
    """The members of the object that begins at `position`, each as often as it stands there.

    Raises `Invalid` when there is no object. What stands behind it is not looked at.
    """
    at = _past(text, position, "{")
    if text.startswith("}", at):
        return
    while True:
        key, end = read_at(text, at)
        if not isinstance(key, str):
            raise Invalid("the body must be a JSON object")
        start = _past(text, end, ":")
        value, end = read_at(text, start)
        yield Member(key, value, start, end)
        closing = _space(text, end)
        if text.startswith("}", closing):
            return
        at = _past(text, closing, ",")


def replaced(text: str, path: Sequence[str], value: Json) -> str:
    """`text` with the value at `path` replaced, everywhere it stands; as it was where it does not.

    Raises `Invalid` for what is no object.
    """
    written = write(value)
    pieces: list[str] = []
    copied = 0
    for start, end in _places(text, 0, path):
        pieces += (text[copied:start], written)
        copied = end
    return "".join((*pieces, text[copied:]))


def with_member(text: str, key: str, value: Json) -> str:
    """`text` with a member of that value: in its place, or as the last one."""
    last: Member | None = None
    for member in members(text):
        if member.key == key:
            return replaced(text, [key], value)
        last = member
    written = f"{write(key)}:{write(value)}"
    if last is None:
        at = _past(text, 0, "{")
        return f"{text[:at]}{written}{text[at:]}"
    return f"{text[: last.end]},{written}{text[last.end :]}"


def _places(text: str, position: int, path: Sequence[str]) -> Iterator[tuple[int, int]]:
    for member in members(text, position):
        if member.key != path[0]:
            continue
        if len(path) == 1:
            yield member.start, member.end
        elif isinstance(member.value, Mapping):
            yield from _places(text, member.start, path[1:])


def _space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    assert found is not None
    return found.end()


def _past(text: str, position: int, mark: str) -> int:
    """Behind `mark` and the space around it. Raises `Invalid` when it does not stand there."""
    at = _space(text, position)
    if not text.startswith(mark, at):
        raise Invalid(f"not valid JSON: expected {mark!r} at character {at}")
    return _space(text, at + 1)
