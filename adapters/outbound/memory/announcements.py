from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.announcements import Announcements
from domain.announcements.announcement import Announcement
from domain.ids import AnnouncementId


@final
class MemoryAnnouncements(Announcements):
    def __init__(self) -> None:
        self._rows = VersionedRows[Announcement](noun="announcement")

    @override
    async def all(self) -> Sequence[Announcement]:
        return sorted(self._rows.all(), key=lambda each: (each.created_at, each.id), reverse=True)

    @override
    async def get(self, id: AnnouncementId) -> Announcement:
        return self._rows.get(id)

    @override
    async def add(self, announcement: Announcement) -> Announcement:
        return self._rows.add(announcement)

    @override
    async def save(self, announcement: Announcement) -> Announcement:
        return self._rows.save(announcement)

    @override
    async def remove(self, id: AnnouncementId) -> None:
        self._rows.remove(id)
