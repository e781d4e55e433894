from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from domain.announcements.announcement import Announcement
from domain.ids import AnnouncementId, UserId

MARKS_MAX: Final = 200
"""So many dismissals of one person are remembered: the newest."""


class Announcements(Protocol):
    """What administrators say to people."""

    @abstractmethod
    async def all(self) -> Sequence[Announcement]:
        """Newest first."""

    @abstractmethod
    async def get(self, id: AnnouncementId) -> Announcement:
        """Return it, or raise `NotFound`."""

    @abstractmethod
    async def add(self, announcement: Announcement) -> Announcement:
        """Store a new one at version 1. Raise `Conflict` for an id that is taken."""

    @abstractmethod
    async def save(self, announcement: Announcement) -> Announcement:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def remove(self, id: AnnouncementId) -> None:
        """Nothing happens where there is none."""


class Dismissals(Protocol):
    """What people do not want to see again."""

    @abstractmethod
    async def of(self, user: UserId) -> Collection[str]:
        """The marks of those that they dismissed."""

    @abstractmethod
    async def add(self, user: UserId, mark: str) -> None:
        """Remember one more, if it is not there; of more than `MARKS_MAX` the newest."""
