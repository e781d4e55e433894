"""The janitor: what an upload or a deletion that was cut off left behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.files.delete_file import DeleteFile
from application.ports.clock import Clock
from application.ports.file_contents import FileContents
from application.ports.files import Files
from application.ports.passage_vectors import PassageVectors
from domain.errors import NotFound
from domain.ids import FileId

ABANDONED_AFTER: Final = timedelta(hours=1)
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanFiles:
    """Remove uploads that nobody went on with for an hour, and bytes that belong to no file.

    A file's entry is made before its first byte is kept: bytes without one are nobody's.
    """

    files: Files
    contents: FileContents
    vectors: PassageVectors
    delete: DeleteFile
    clock: Clock

    async def __call__(self) -> int:
        """Return how many were removed."""
        return await self._abandoned() + await self._orphans()

    async def _abandoned(self) -> int:
        found = await self.files.unfinished(before=self.clock() - ABANDONED_AFTER)
        for file in found:
            try:
                await self.delete(file.id, by=file.owner)
            except NotFound:
                continue  # another instance was quicker
        return len(found)

    async def _orphans(self) -> int:
        removed, after = 0, None
        while True:
            some = await self.contents.owners(after=after, limit=_AT_ONCE)
            if not some:
                return removed
            after = some[-1]
            removed += await self._remove(some)

    async def _remove(self, some: Sequence[FileId]) -> int:
        orphans = await self.files.missing(some)
        for orphan in orphans:
            await self.vectors.delete(orphan)
            await self.contents.delete(orphan)
        return len(orphans)
