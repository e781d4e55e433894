"""Look at bytes and tell what they are: what the process of its own does."""

import hashlib
import zipfile
from dataclasses import replace
from typing import Final

from adapters.outbound.file_reading import documents, kinds
from adapters.outbound.file_reading.markup import page_text
from adapters.outbound.file_reading.unreadable import Bomb, Unreadable
from domain.files.reading import Reading

_PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")


def reading_of(data: bytes, name: str) -> Reading:
    """Whatever a hostile file makes a parser raise ends as a `problem` or a refusal."""
    found = Reading(
        media_type=kinds.media_type_of(data, name),
        kind="other",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    try:
        return _looked_into(found, data)
    except MemoryError:
        return replace(found, problem="it takes too much memory to read")
    except Exception as error:  # noqa: BLE001 - parsers raise anything for a broken file
        return replace(
            found, problem=f"it could not be read: it is broken ({type(error).__name__})"
        )


def _looked_into(found: Reading, data: bytes) -> Reading:
    if found.media_type in _PICTURES:
        return _picture(found, data)
    if found.media_type in documents.KINDS:
        return _document(found, data)
    text = kinds.text_of(data)
    if text is None:
        return found
    words = page_text(text) if found.media_type == kinds.HTML else text
    return replace(found, kind="document", text=_kept(words))


def _picture(found: Reading, data: bytes) -> Reading:
    from adapters.outbound.file_reading import pictures  # noqa: PLC0415 - only who needs it pays

    try:
        pictured = pictures.picture_of(data)
    except pictures.TooManyPixels as error:
        return replace(found, refused=str(error))
    return replace(
        found,
        kind="picture",
        width=pictured.width,
        height=pictured.height,
        thumbnail=pictured.thumbnail,
        view=pictured.view,
    )


def _document(found: Reading, data: bytes) -> Reading:
    try:
        text = documents.document_text(data, found.media_type)
    except Bomb as error:
        return replace(found, refused=str(error))
    except Unreadable as error:
        return replace(found, problem=str(error))
    except zipfile.BadZipFile:
        return replace(found, problem="it could not be read: it is broken")
    if not text.strip():
        return replace(found, problem="it holds no text; perhaps it is scanned")
    return replace(found, kind="document", text=_kept(text))


def _kept(text: str) -> str:
    """No NUL, which no store and no model wants; one kind of line end."""
    return text[: documents.TEXT_MAX].replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
