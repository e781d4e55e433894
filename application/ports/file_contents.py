from abc import abstractmethod
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from domain.ids import FileId

Rendition = Literal["original", "thumbnail", "view", "text"]
"""The file itself, and what was made of it; text is UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    file: FileId
    rendition: Rendition = "original"


class FileContents(Protocol):
    """The bytes of files, in chunks."""

    @abstractmethod
    async def append(self, content: Content, data: bytes, *, offset: int) -> None:
        """Store bytes, durably. `offset` is a multiple of `CHUNK_BYTES`.

        Chunks that are there already stay as they are: a repeat changes nothing.
        """

    @abstractmethod
    def read(self, content: Content) -> AsyncGenerator[bytes]:
        """Yield the bytes from the beginning, chunk by chunk. Raise `NotFound` without any."""

    @abstractmethod
    async def delete(self, file: FileId) -> None:
        """Remove all renditions of the file; no error when there are none."""

    @abstractmethod
    async def owners(self, *, after: FileId | None, limit: int) -> Sequence[FileId]:
        """Return files of which there are bytes, by id, beginning after `after`."""
