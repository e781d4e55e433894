from collections.abc import AsyncGenerator
from dataclasses import dataclass

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
    """What is known of a file, and its bytes. Raises `NotFound` for a stranger's."""

    files: Files
    contents: FileContents

    async def __call__(self, id: FileId, *, by: UserId) -> File:
        return await self.files.get(id, owner=by)

    async def open(self, id: FileId, *, by: UserId, rendition: Rendition) -> OpenedFile:
        """Raise `NotFound` also for what is not ready, and for a rendition that it has not."""
        file = await self.files.get(id, owner=by)
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
