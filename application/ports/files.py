from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.files.file import File
from domain.ids import FileId, UserId
from domain.paging import Page


class Files(Protocol):
    """What is known of all files. Every question names the owner: a stranger's is not there."""

    @abstractmethod
    async def add(self, file: File) -> File:
        """Store a new one at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: FileId, *, owner: UserId) -> File:
        """Return the file, or raise `NotFound`."""

    @abstractmethod
    async def several(self, ids: Sequence[FileId], *, owner: UserId) -> Sequence[File]:
        """Return these, in the order asked for; missing ones are left out."""

    @abstractmethod
    async def save(self, file: File) -> File:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[File]:
        """Return all of the owner's."""

    @abstractmethod
    async def page(self, owner: UserId, *, cursor: str | None, limit: int) -> Page[File]:
        """The owner's, the newest first. Raise `Invalid` for a cursor that no page gave."""

    @abstractmethod
    async def unfinished(self, *, before: datetime) -> Sequence[File]:
        """Return everybody's that are not ready and were last touched before then."""

    @abstractmethod
    async def missing(self, ids: Sequence[FileId]) -> Sequence[FileId]:
        """Return those that nobody has a file under."""

    @abstractmethod
    async def delete(self, id: FileId, *, owner: UserId) -> None:
        """Remove it; no error when it is not there."""
