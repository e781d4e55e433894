from dataclasses import dataclass

from application.ports.file_contents import FileContents
from application.ports.files import Files
from application.ports.passage_vectors import PassageVectors
from domain.ids import FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteFile:
    """Remove a file with all that was made of it. Messages keep its name.

    Its entry goes first: from then on nobody finds it, and bytes that a cut leaves behind belong
    to no file, which the janitor sees. Raises `NotFound` for a stranger's.
    """

    files: Files
    contents: FileContents
    vectors: PassageVectors

    async def __call__(self, id: FileId, *, by: UserId) -> None:
        await self.files.get(id, owner=by)
        await self.files.delete(id, owner=by)
        await self.vectors.delete(id)
        await self.contents.delete(id)
