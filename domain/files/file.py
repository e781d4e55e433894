"""A file that somebody put into Parley: what is known of it; its bytes are kept apart."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, Self

from domain.errors import Conflict, Invalid
from domain.files.reading import OCTETS, FileKind, Reading
from domain.ids import FileId, UserId

CHUNK_BYTES: Final = 256 * 1024
"""Bytes are kept in chunks of this length; the last one may be shorter."""
PIECE_BYTES_MAX: Final = 3 * CHUNK_BYTES
"""What one request of an upload brings at most: it stays under a gateway's usual megabyte."""

FileState = Literal["uploading", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """`size` is what was announced, `received` what is here, both in bytes.

    The rest is known once the file is ready. `text_length` counts the characters that could be
    read out of it, `None` when it has no text; `problem` says why it has none, for its owner.
    `has_thumbnail` and `has_view` tell which smaller pictures of it are kept beside it.
    """

    id: FileId
    owner: UserId
    name: str
    size: int
    created_at: datetime
    touched_at: datetime
    received: int = 0
    state: FileState = "uploading"
    media_type: str = OCTETS
    kind: FileKind = "other"
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    text_length: int | None = None
    problem: str | None = None
    has_thumbnail: bool = False
    has_view: bool = False
    version: int = 0

    def check_piece(self, offset: int, length: int) -> None:
        """Raise unless a piece of `length` bytes may come next at `offset`.

        `Conflict` names how much is here, so that whoever lost count can go on from there.
        """
        if self.state != "uploading" or offset != self.received:
            raise Conflict(f"{self.received} bytes of this file are here; go on from there")
        if not 0 < length <= PIECE_BYTES_MAX:
            raise Invalid(f"a piece has 1 to {PIECE_BYTES_MAX:,} bytes")
        end = offset + length
        if end > self.size:
            raise Invalid(f"the file was announced with {self.size:,} bytes; this is more")
        if end < self.size and end % CHUNK_BYTES:
            raise Invalid(f"a piece that is not the last ends at a multiple of {CHUNK_BYTES:,}")

    def take(self, length: int, *, at: datetime) -> Self:
        return replace(self, received=self.received + length, touched_at=at)

    def finish(self, reading: Reading, *, at: datetime) -> Self:
        """Hold what was found in it, once. Raises `Conflict` unless all its bytes are here."""
        if self.state != "uploading" or self.received != self.size:
            raise Conflict(f"{self.received} of {self.size} bytes of this file are here")
        return replace(
            self,
            state="ready",
            touched_at=at,
            media_type=reading.media_type,
            kind=reading.kind,
            sha256=reading.sha256,
            width=reading.width,
            height=reading.height,
            text_length=None if reading.text is None else len(reading.text),
            problem=reading.problem,
            has_thumbnail=reading.thumbnail is not None,
            has_view=reading.view is not None,
        )
