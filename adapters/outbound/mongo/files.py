from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.paging import newest_first
from application.ports.files import Files
from domain.files.file import File
from domain.ids import FileId, UserId
from domain.paging import Page


@final
class MongoFiles(Files):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["files"], File, noun="file")

    @override
    async def add(self, file: File) -> File:
        return await self._rows.add(file)

    @override
    async def get(self, id: FileId, *, owner: UserId) -> File:
        return await self._rows.get(id, owner=owner)

    @override
    async def several(self, ids: Sequence[FileId], *, owner: UserId) -> Sequence[File]:
        wanted = {"_id": {"$in": list(ids)}, "owner": {"$eq": owner}}
        with mongo_errors():
            found = await self._rows.collection.find(wanted).to_list(None)
        by_id = {each["_id"]: each for each in found}
        # Asked for twice it is read twice, and reading takes the id out of the document.
        return tuple(self._rows.from_document({**by_id[each]}) for each in ids if each in by_id)

    @override
    async def save(self, file: File) -> File:
        return await self._rows.save(file)

    @override
    async def of(self, owner: UserId) -> Sequence[File]:
        with mongo_errors():
            found = await self._rows.collection.find({"owner": {"$eq": owner}}).to_list(None)
        return tuple(self._rows.from_document(each) for each in found)

    @override
    async def page(self, owner: UserId, *, cursor: str | None, limit: int) -> Page[File]:
        return await newest_first(
            self._rows.collection,
            {"owner": {"$eq": owner}},
            by="created_at",
            cursor=cursor,
            limit=limit,
            read_row=self._rows.from_document,
        )

    @override
    async def unfinished(self, *, before: datetime) -> Sequence[File]:
        wanted = {"state": "uploading", "touched_at": {"$lt": before}}
        with mongo_errors():
            found = await self._rows.collection.find(wanted).to_list(None)
        return tuple(self._rows.from_document(each) for each in found)

    @override
    async def missing(self, ids: Sequence[FileId]) -> Sequence[FileId]:
        wanted = {"_id": {"$in": list(ids)}}
        with mongo_errors():
            found = await self._rows.collection.find(wanted, {"_id": 1}).to_list(None)
        known = {each["_id"] for each in found}
        return tuple(each for each in ids if each not in known)

    @override
    async def delete(self, id: FileId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": id, "owner": {"$eq": owner}})
