from dataclasses import dataclass

from application.files.delete_file import DeleteFile
from application.ports.clock import Clock
from application.ports.file_contents import Content, FileContents, Rendition
from application.ports.file_reader import FileReader
from application.ports.files import Files
from domain.errors import Conflict, Invalid
from domain.files.file import CHUNK_BYTES, File
from domain.files.reading import Reading
from domain.ids import FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishUpload:
    """Look into a file whose bytes are all here; from then on it can be used. A repeat finds it.

    Raises `NotFound` for a stranger's, `Conflict` while bytes are missing, `Invalid` for what may
    not be kept (it is removed), `Unavailable` while too many files are looked into.
    """

    files: Files
    contents: FileContents
    reader: FileReader
    delete: DeleteFile
    clock: Clock

    async def __call__(self, id: FileId, *, by: UserId) -> File:
        file = await self.files.get(id, owner=by)
        if file.state == "ready":
            return file
        if file.received != file.size:
            raise Conflict(f"{file.received} of {file.size} bytes of this file are here")
        content = self.contents.read(Content(file=id))
        reading = await self.reader.read(content, name=file.name)
        if reading.refused is not None or reading.size != file.size:
            await self.delete(id, by=by)
            raise Invalid(reading.refused or "the file did not arrive whole; send it again")
        await self._keep(id, "text", None if reading.text is None else reading.text.encode())
        await self._keep(id, "thumbnail", reading.thumbnail)
        await self._keep(id, "view", reading.view)
        return await self._save(file, reading)

    async def _keep(self, id: FileId, rendition: Rendition, data: bytes | None) -> None:
        for offset in range(0, len(data or b""), CHUNK_BYTES):
            assert data is not None
            piece = data[offset : offset + CHUNK_BYTES]
            await self.contents.append(Content(file=id, rendition=rendition), piece, offset=offset)

    async def _save(self, file: File, reading: Reading) -> File:
        try:
            return await self.files.save(file.finish(reading, at=self.clock()))
        except Conflict:
            found = await self.files.get(file.id, owner=file.owner)
            if found.state != "ready":
                raise
            return found
