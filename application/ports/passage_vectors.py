from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol

from domain.ids import FileId

Vector = tuple[float, ...]


class PassageVectors(Protocol):
    """What the passages of files mean, by their numbers: made once, kept for later searches."""

    @abstractmethod
    async def keep(self, file: FileId, vectors: Mapping[int, Vector]) -> None:
        """Store them; those that are there already stay as they are."""

    @abstractmethod
    async def of(self, file: FileId) -> Mapping[int, Vector]:
        """Return those that are known of a file."""

    @abstractmethod
    async def delete(self, file: FileId) -> None:
        """Remove a file's; no error when there are none."""
