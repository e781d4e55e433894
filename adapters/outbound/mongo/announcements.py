from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.announcements import Announcements
from domain.announcements.announcement import Announcement
from domain.ids import AnnouncementId


@final
class MongoAnnouncements(Announcements):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["announcements"], Announcement, noun="announcement")

    @override
    async def all(self) -> Sequence[Announcement]:
        with mongo_errors():
            found = self._rows.collection.find({}).sort([("created_at", -1), ("_id", -1)])
            return [self._rows.from_document(each) for each in await found.to_list(None)]

    @override
    async def get(self, id: AnnouncementId) -> Announcement:
        return await self._rows.get(id)

    @override
    async def add(self, announcement: Announcement) -> Announcement:
        return await self._rows.add(announcement)

    @override
    async def save(self, announcement: Announcement) -> Announcement:
        return await self._rows.save(announcement)

    @override
    async def remove(self, id: AnnouncementId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": {"$eq": id}})
