"""Forms with files (RFC 7578), read by their places in the bytes: only one value is to be changed.

What another reader might take otherwise is refused, so that no field can hide from us.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid

PARTS_MAX: Final = 1_000
_HEAD_MAX: Final = 8_192
_BOUNDARY: Final = re.compile(
    r'multipart/form-data\s*;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;,"]{1,70}))\s*', re.IGNORECASE
)
_VALUE: Final = r'"[^"\\\r\n]*"|[^\s;"\\]+'
_DISPOSITION: Final = re.compile(
    rf"content-disposition:\s*form-data((?:\s*;\s*[a-z*]+=(?:{_VALUE}))*)\s*", re.IGNORECASE
)
_PARAMETER: Final = re.compile(rf";\s*([a-z*]+)=({_VALUE})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormPart:
    """Its value stands in `content[start:end]`; `filename` is `None` when it is no file."""

    name: str
    filename: str | None
    start: int
    end: int


def parts_of(content: bytes, content_type: str) -> Sequence[FormPart]:
    """Every part, in order. Raises `Invalid` for what is no form."""
    found = _BOUNDARY.fullmatch(content_type.strip())
    if found is None:
        raise Invalid("the body must be multipart/form-data")
    delimiter = b"--" + (found[1] or found[2]).encode("utf-8", "replace")
    parts: list[FormPart] = []
    for head_start, head_end, end in _places(content, delimiter):
        if len(parts) == PARTS_MAX:
            raise Invalid(f"a form has at most {PARTS_MAX:,} parts")
        name, filename = _named(content[head_start:head_end])
        parts.append(FormPart(name, filename, head_end + 4, end))
    return parts


def texts_of(content: bytes, parts: Sequence[FormPart]) -> dict[str, str]:
    """The fields that are no files; of one that is given twice the last. Raises `Invalid`."""
    texts: dict[str, str] = {}
    for part in parts:
        if part.filename is None:
            try:
                texts[part.name] = content[part.start : part.end].decode()
            except UnicodeDecodeError:
                raise Invalid(f"{part.name}: must be UTF-8") from None
    return texts


def with_value(content: bytes, parts: Sequence[FormPart], name: str, value: str) -> bytes:
    """The form with another value wherever that field stands, and not one byte else changed.

    Where it does not stand, it is put before all others.
    """
    if all(part.name != name for part in parts):
        delimiter = content[: content.index(b"\r\n")]
        head = f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        return delimiter + head.encode() + content
    pieces: list[bytes] = []
    copied = 0
    for part in parts:
        if part.name == name:
            pieces += (content[copied : part.start], value.encode())
            copied = part.end
    return b"".join((*pieces, content[copied:]))


def _places(content: bytes, delimiter: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each part's head begins and ends, and where its value ends."""
    at = _first(content, delimiter)
    while not content.startswith(b"--", at):
        if not content.startswith(b"\r\n", at):
            raise Invalid("the form's boundary is broken")
        head_end = content.find(b"\r\n\r\n", at, at + _HEAD_MAX)
        end = content.find(b"\r\n" + delimiter, head_end + 2)
        if head_end < 0 or end < head_end + 4:
            raise Invalid("the form is cut off")
        yield at + 2, head_end, end
        at = end + 2 + len(delimiter)


def _first(content: bytes, delimiter: bytes) -> int:
    if not content.startswith(delimiter):
        raise Invalid("the form must begin with its boundary")
    return len(delimiter)


def _named(head: bytes) -> tuple[str, str | None]:
    lines = head.decode("utf-8", "replace").split("\r\n")
    named = [line for line in lines if line.lower().lstrip().startswith("content-disposition")]
    found = _DISPOSITION.fullmatch(named[0]) if len(named) == 1 else None
    if found is None:
        raise Invalid("a part of the form has no clear name")
    given = [(key.lower(), value.strip('"')) for key, value in _PARAMETER.findall(found[1])]
    names = [value for key, value in given if key == "name"]
    files = [value for key, value in given if key.startswith("filename")]
    if len(names) != 1 or any(key.startswith("name*") for key, _ in given):
        raise Invalid("a part of the form has no clear name")
    return names[0], files[0] if files else None
