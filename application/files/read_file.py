from collections.abc import AsyncGenerator
from dataclasses import dataclass

from application.files.standing_files import StandingFiles
from application.ports.file_contents import Content, FileContents, Rendition
from application.ports.files import Files
from domain.errors import NotFound
from domain.files.file import File
from domain.ids import FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    file: File
    content: AsyncGenerator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What is known of a file, and its bytes. Raises `NotFound` for a stranger's.

    Of a file behind an agent that somebody may use they read the text: answers cite it.
    """

    files: Files
    contents: FileContents
    standing: StandingFiles

    async def __call__(self, id: FileId, *, by: UserId) -> File:
        try:
            return await self.files.get(id, owner=by)
        except NotFound:
            return await self._lent(id, by)

    async def open(self, id: FileId, *, by: UserId, rendition: Rendition) -> OpenedFile:
        """Raise `NotFound` also for what is not ready, and for a rendition that it has not."""
        file = await (self(id, by=by) if rendition == "text" else self.files.get(id, owner=by))
        has: dict[Rendition, bool] = {
            "original": True,
            "thumbnail": file.has_thumbnail,
            "view": file.has_view,
            "text": file.text_length is not None,
        }
        if file.state != "ready" or not has[rendition]:
            raise NotFound(f"no {rendition} of file {id!r}")
        return OpenedFile(
            file=file, content=self.contents.read(Content(file=id, rendition=rendition))
        )

    async def _lent(self, id: FileId, by: UserId) -> File:
        lent = await self.standing.lent_to(by, id)
        if lent is None:
            raise NotFound(f"no file {id!r}")
        return await self.files.get(id, owner=lent.owner)
