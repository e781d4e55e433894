"""The text of PDF and Office files.

Archives are looked at before they are opened: what they say they hold is what can be unpacked of
them, since reading stops there. A library is imported when a file needs it: that takes a second.
"""

import importlib
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from adapters.outbound.file_reading import kinds
from adapters.outbound.file_reading.unreadable import Bomb

TEXT_MAX: Final = 2_000_000
"""Characters that are kept of one file."""
_UNPACKED_MAX: Final = 200_000_000
_XML_MAX: Final = 40_000_000
_ENTRIES_MAX: Final = 5_000
_RATIO_MAX: Final = 200
_READERS: Final = {
    kinds.PDF: "pdf",
    kinds.WORD: "word",
    kinds.SHEETS: "sheets",
    kinds.SLIDES: "slides",
}
KINDS: Final = frozenset(_READERS)


def document_text(data: bytes, media_type: str) -> str:
    """Raise `Bomb`, `Unreadable`, or whatever a broken file makes a library raise."""
    if media_type != kinds.PDF:
        _check_archive(data)
    module = importlib.import_module(f"adapters.outbound.file_reading.{_READERS[media_type]}")
    pieces: Callable[[bytes], Iterator[str]] = module.pieces
    return _cut(pieces(data))


def _check_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    xml = (each.file_size for each in entries if each.filename.endswith((".xml", ".rels")))
    if (
        len(entries) > _ENTRIES_MAX
        or unpacked > _UNPACKED_MAX
        or sum(xml) > _XML_MAX
        or unpacked > max(_RATIO_MAX * len(data), 1_000_000)
    ):
        raise Bomb(f"the file unpacks to {unpacked / 1_000_000:,.0f} MB in {len(entries):,} parts")


def _cut(pieces: Iterator[str]) -> str:
    """Join until it is enough."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece) + 1
        if length > TEXT_MAX:
            break
    return "\n".join(kept)[:TEXT_MAX]
