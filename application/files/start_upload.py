import base64
import hashlib
from dataclasses import dataclass
from typing import Final

from application.files.delete_file import DeleteFile
from application.ports.clock import Clock
from application.ports.files import Files
from application.ports.ids import NewId
from domain.errors import Conflict
from domain.files.file import File
from domain.files.limits import FileLimits, NoRoom
from domain.files.names import clean_name
from domain.ids import FileId, UserId

_DIGEST_LENGTH: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class StartUpload:
    """Announce a file of `size` bytes; its bytes come in pieces after that.

    A repeat with the same key finds the upload as far as it is, to go on from there. Raises
    `Invalid` for a size that may not be, `NoRoom` when the owner has no room for it, `Conflict`
    when the key was used for another file.
    """

    files: Files
    delete: DeleteFile
    limits: FileLimits
    new_id: NewId
    clock: Clock

    async def __call__(self, name: str, size: int, *, by: UserId, key: str | None = None) -> File:
        self.limits.check_size(size)
        now = self.clock()
        file = File(
            id=_id(by, key) if key is not None else FileId(self.new_id()),
            owner=by,
            name=clean_name(name),
            size=size,
            created_at=now,
            touched_at=now,
        )
        try:
            added = await self.files.add(file)
        except Conflict:
            return await self._earlier(file)
        await self._check_room(added)
        return added

    async def _earlier(self, wanted: File) -> File:
        found = await self.files.get(wanted.id, owner=wanted.owner)
        if (found.name, found.size) != (wanted.name, wanted.size):
            raise Conflict("this key was used for another file; use a new one")
        return found

    async def _check_room(self, added: File) -> None:
        """After it is stored: of two that come together neither slips past the other."""
        try:
            self.limits.check_room(await self.files.of(added.owner))
        except NoRoom:
            await self.delete(added.id, by=added.owner)
            raise


def _id(by: UserId, key: str) -> FileId:
    whole = hashlib.sha256(f"{by}\n{key}".encode()).digest()
    return FileId(base64.b32hexencode(whole).decode().lower()[:_DIGEST_LENGTH])
