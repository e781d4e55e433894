from collections.abc import Sequence
from dataclasses import dataclass

from application.files.delete_file import DeleteFile
from application.ports.messages import Messages
from domain.errors import NotFound
from domain.ids import FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFiles:
    """Remove those of a person's files that no message has any more, after some were deleted."""

    messages: Messages
    delete: DeleteFile

    async def __call__(self, ids: Sequence[FileId], *, by: UserId) -> None:
        wanted = tuple(dict.fromkeys(ids))
        if not wanted:
            return
        still = {use.file for use in await self.messages.with_files(wanted)}
        for file in wanted:
            if file in still:
                continue
            try:
                await self.delete(file, by=by)
            except NotFound:
                continue
