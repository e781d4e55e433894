from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, final

from application.ports.announcements import Announcements, Dismissals
from application.ports.clock import Clock
from application.ports.teams import Teams
from domain.announcements.announcement import Announcement
from domain.errors import NotFound
from domain.ids import AnnouncementId, TeamId, UserId

KNOWN_FOR: Final = timedelta(seconds=1)
"""Every open page asks every few seconds: so often the store is asked, whoever asks."""


@final
class ReadAnnouncements:
    """What one person is to read now, the most urgent first."""

    def __init__(
        self,
        *,
        announcements: Announcements,
        dismissals: Dismissals,
        teams: Teams,
        clock: Clock,
    ) -> None:
        self._announcements = announcements
        self._dismissals = dismissals
        self._teams = teams
        self._clock = clock
        self._known: Sequence[Announcement] = ()
        self._known_until: datetime | None = None

    async def __call__(self, *, by: UserId) -> Sequence[Announcement]:
        """Raises `Unavailable`."""
        now = self._clock()
        shown = [each for each in await self._all(now) if each.state(at=now) == "shown"]
        if not shown:
            return ()
        dismissed = set(await self._dismissals.of(by))
        teams = await self._teams_of(by) if any(each.words.teams for each in shown) else ()
        mine = [each for each in shown if each.mark not in dismissed and each.is_for(teams)]
        return sorted(mine, key=lambda each: each.place)

    async def dismiss(self, id: AnnouncementId, revision: int, *, by: UserId) -> None:
        """Show it no more, unless its words change. Raises `NotFound` for one not theirs."""
        for each in await self(by=by):
            if each.id == id and each.revision == revision:
                await self._dismissals.add(by, each.mark)
                return
        raise NotFound(f"no announcement {id!r}")

    async def _all(self, now: datetime) -> Sequence[Announcement]:
        if self._known_until is None or now >= self._known_until:
            self._known = await self._announcements.all()
            self._known_until = now + KNOWN_FOR
        return self._known

    async def _teams_of(self, user: UserId) -> Sequence[TeamId]:
        return [team.id for team in await self._teams.all() if user in team.members]
