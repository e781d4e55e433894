from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows, newest_first
from application.ports.files import Files
from domain.errors import NotFound
from domain.files.file import File
from domain.ids import FileId, UserId
from domain.paging import Page


@final
class MemoryFiles(Files):
    def __init__(self) -> None:
        self._rows: VersionedRows[File] = VersionedRows(noun="file")

    @override
    async def add(self, file: File) -> File:
        return self._rows.add(file)

    @override
    async def get(self, id: FileId, *, owner: UserId) -> File:
        file = self._rows.get(id)
        if file.owner != owner:
            raise NotFound(f"no file {id!r}")
        return file

    @override
    async def several(self, ids: Sequence[FileId], *, owner: UserId) -> Sequence[File]:
        mine = {each.id: each for each in self._rows.all() if each.owner == owner}
        return tuple(mine[each] for each in ids if each in mine)

    @override
    async def save(self, file: File) -> File:
        return self._rows.save(file)

    @override
    async def of(self, owner: UserId) -> Sequence[File]:
        return tuple(each for each in self._rows.all() if each.owner == owner)

    @override
    async def page(self, owner: UserId, *, cursor: str | None, limit: int) -> Page[File]:
        return newest_first(
            await self.of(owner),
            key=lambda each: (each.created_at, each.id),
            cursor=cursor,
            limit=limit,
        )

    @override
    async def unfinished(self, *, before: datetime) -> Sequence[File]:
        return tuple(
            each
            for each in self._rows.all()
            if each.state == "uploading" and each.touched_at < before
        )

    @override
    async def missing(self, ids: Sequence[FileId]) -> Sequence[FileId]:
        known = {each.id for each in self._rows.all()}
        return tuple(each for each in ids if each not in known)

    @override
    async def delete(self, id: FileId, *, owner: UserId) -> None:
        if any(each.id == id and each.owner == owner for each in self._rows.all()):
            self._rows.remove(id)
