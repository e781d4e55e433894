"""What a file is, by its bytes.

A picture is what is on a short list; Office files are told by what their archive holds. Text has
no marks of its own: what decodes as text is text, and only then the name's ending tells which.
Everything else is by its magic numbers, for display alone: it is never opened.
"""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

import puremagic

from domain.files.reading import OCTETS

PICTURES: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEETS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF: Final = "application/pdf"
HTML: Final = "text/html"
_OFFICE: Final = {
    "word/document.xml": WORD,
    "xl/workbook.xml": SHEETS,
    "ppt/presentation.xml": SLIDES,
}
_TEXT_BY_ENDING: Final = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".xml": "text/xml",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".yaml": "text/yaml",
    ".yml": "text/yaml",
    ".js": "text/javascript",
    ".css": "text/css",
}
_MARKUP: Final = ((b"<!doctype html", HTML), (b"<html", HTML), (b"<svg", "image/svg+xml"))
_PLAIN_CONTROLS: Final = frozenset(b"\t\n\r\f\x1b")
_LOOKED_AT: Final = 65_536


def media_type_of(data: bytes, name: str) -> str:
    head = data[:_LOOKED_AT]
    picture = next((kind for mark, kind in PICTURES.items() if head.startswith(mark)), None)
    if picture is None and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        picture = "image/webp"
    if picture is not None:
        return picture
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _archive(data)
    if text_of(data[:_LOOKED_AT], whole=len(data) <= _LOOKED_AT) is not None:
        return _text_type(head, name)
    return _by_magic(head)


def text_of(data: bytes, *, whole: bool = True) -> str | None:
    """Decode text, `None` for what is none. Without `whole` the last character may be cut."""
    for mark, coding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, coding, whole=whole)
    if any(each < 32 and each not in _PLAIN_CONTROLS for each in set(data)):  # noqa: PLR2004 - ASCII
        return None
    found = _decoded(data, "utf-8-sig", whole=whole)
    return found if found is not None else data.decode("cp1252", errors="replace")


def _decoded(data: bytes, coding: str, *, whole: bool) -> str | None:
    for cut in range(1 if whole else 4):
        try:
            return data[: len(data) - cut].decode(coding)
        except UnicodeDecodeError:
            continue
    return None


def _archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    return next((kind for part, kind in _OFFICE.items() if part in names), "application/zip")


def _text_type(head: bytes, name: str) -> str:
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    marked = next((kind for mark, kind in _MARKUP if start.startswith(mark)), None)
    ending = PurePosixPath(name.lower()).suffix
    return marked or _TEXT_BY_ENDING.get(ending, "text/plain")


def _by_magic(head: bytes) -> str:
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return OCTETS
    # Whatever looks like something that a browser would run is only bytes to us.
    return found if found.startswith(("audio/", "video/", "font/", "application/")) else OCTETS
