from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.file_contents import Content, FileContents
from application.ports.files import Files
from domain.files.file import File
from domain.ids import FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePiece:
    """Keep the next bytes of an upload, durably.

    Raises `NotFound` for a stranger's, `Conflict` for bytes that are not the next ones, `Invalid`
    for a piece that cannot be.
    """

    files: Files
    contents: FileContents
    clock: Clock

    async def __call__(self, id: FileId, data: bytes, *, offset: int, by: UserId) -> File:
        file = await self.files.get(id, owner=by)
        file.check_piece(offset, len(data))
        await self.contents.append(Content(file=id), data, offset=offset)
        return await self.files.save(file.take(len(data), at=self.clock()))
