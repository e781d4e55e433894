from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.admin.permissions import Principal, authorise
from application.ports.announcements import Announcements
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.teams import Teams
from domain.announcements.announcement import Announcement, Words
from domain.errors import Conflict, Invalid
from domain.ids import AnnouncementId

ANNOUNCEMENTS_MAX: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageAnnouncements:
    """Say something to people, say it otherwise, and take it back."""

    announcements: Announcements
    teams: Teams
    new_id: NewId
    clock: Clock

    async def all(self, *, by: Principal) -> Sequence[Announcement]:
        authorise(by, "look")
        return await self.announcements.all()

    async def add(self, words: Words, *, by: Principal) -> Announcement:
        """Raises `Invalid` for a team that is not there, and for too many of all."""
        authorise(by, "change_announcements")
        if len(await self.announcements.all()) >= ANNOUNCEMENTS_MAX:
            raise Invalid(f"at most {ANNOUNCEMENTS_MAX} are kept: delete old ones first")
        await self._check(words)
        made = Announcement(id=AnnouncementId(self.new_id()), words=words, created_at=self.clock())
        return await self.announcements.add(made)

    async def change(
        self, id: AnnouncementId, words: Words, *, version: int, by: Principal
    ) -> Announcement:
        """Raises `NotFound`, `Invalid`; `Conflict` unless `version` is the current one."""
        authorise(by, "change_announcements")
        known = await self.announcements.get(id)
        if known.version != version:
            raise Conflict("this announcement was changed meanwhile")
        await self._check(words)
        return await self.announcements.save(known.changed(words))

    async def withdraw(self, id: AnnouncementId, *, by: Principal) -> Announcement:
        """Nobody sees it any more. Raises `NotFound`."""
        authorise(by, "change_announcements")
        try:
            return await self.announcements.save((await self.announcements.get(id)).withdrawn())
        except Conflict:
            return await self.withdraw(id, by=by)

    async def remove(self, id: AnnouncementId, *, by: Principal) -> None:
        """Raises `NotFound`."""
        authorise(by, "change_announcements")
        await self.announcements.get(id)
        await self.announcements.remove(id)

    async def _check(self, words: Words) -> None:
        if not words.teams:
            return
        there = {team.id for team in await self.teams.all()}
        for each in words.teams:
            if each not in there:
                raise Invalid(f"teams: there is no team {each!r}")
