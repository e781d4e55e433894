"""What every store of announcements, and of who dismissed them, must do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.announcements import MARKS_MAX, Announcements, Dismissals
from domain.announcements.announcement import Announcement, Words
from domain.errors import Conflict, NotFound
from domain.ids import AnnouncementId, TeamId
from tests.builders import ADA, EVE, NOON

HOUR = timedelta(hours=1)


WORDS = Words(title="Maintenance", text="At *six*.", since=NOON)


def an_announcement(id: str = "a1", words: Words = WORDS) -> Announcement:
    return Announcement(id=AnnouncementId(id), words=words, created_at=NOON)


class AnnouncementsContract:
    async def test_one_is_kept_changed_and_removed(self, announcements: Announcements) -> None:
        first = an_announcement(
            words=replace(WORDS, level="urgent", until=NOON + HOUR, teams=(TeamId("t1"),))
        )
        await announcements.add(replace(an_announcement("a2"), created_at=NOON + HOUR))
        added = await announcements.add(first)

        assert added == await announcements.get(first.id) == replace(first, version=1)
        assert [each.id for each in await announcements.all()] == ["a2", "a1"]
        saved = await announcements.save(added.withdrawn())
        assert await announcements.get(first.id) == saved
        with pytest.raises(Conflict):
            await announcements.save(added)
        with pytest.raises(Conflict):
            await announcements.add(first)
        await announcements.remove(first.id)
        await announcements.remove(first.id)
        with pytest.raises(NotFound, match="a1"):
            await announcements.get(first.id)


class DismissalsContract:
    async def test_each_person_s_are_remembered_the_newest_of_too_many(
        self, dismissals: Dismissals
    ) -> None:
        for each in ("a.1", "b.1", "a.1"):
            await dismissals.add(ADA, each)
        assert sorted(await dismissals.of(ADA)) == ["a.1", "b.1"]
        assert list(await dismissals.of(EVE)) == []

        for number in range(MARKS_MAX - 1):
            await dismissals.add(ADA, f"c.{number}")

        marks = set(await dismissals.of(ADA))
        assert len(marks) == MARKS_MAX
        assert ("b.1" in marks, "a.1" in marks) == (False, True)
