from collections.abc import Sequence
from dataclasses import dataclass

from application.files.delete_file import DeleteFile
from application.files.standing_files import StandingFiles
from application.ports.messages import Messages
from domain.errors import NotFound
from domain.ids import FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFiles:
    """Remove those of a person's files that nothing has any more, after something was deleted.

    Neither a message has them, nor do they stand behind a project or an agent.
    """

    messages: Messages
    standing: StandingFiles
    delete: DeleteFile

    async def __call__(self, ids: Sequence[FileId], *, by: UserId) -> None:
        wanted = tuple(dict.fromkeys(ids))
        if not wanted:
            return
        still = {use.file for use in await self.messages.with_files(wanted)}
        still |= await self.standing.needed_by(by)
        for file in wanted:
            if file in still:
                continue
            try:
                await self.delete(file, by=by)
            except NotFound:
                continue
