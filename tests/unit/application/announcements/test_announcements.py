from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.announcements import MemoryAnnouncements
from adapters.outbound.memory.dismissals import MemoryDismissals
from adapters.outbound.memory.teams import MemoryTeams
from application.announcements.manage import ManageAnnouncements
from application.announcements.read import KNOWN_FOR, ReadAnnouncements
from domain.announcements.announcement import Announcement, Words
from domain.errors import Conflict, Forbidden, Invalid, NotFound
from domain.ids import AnnouncementId, TeamId
from tests.builders import ADA, EVE, NOON, a_team
from tests.clock import FakeClock
from tests.contracts.announcements import an_announcement
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR

HOUR = timedelta(hours=1)
WORDS = Words(title="Maintenance", text="At six.", since=NOON)


class Desk:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.announcements, self.teams = MemoryAnnouncements(), MemoryTeams()
        self.read = ReadAnnouncements(
            announcements=self.announcements,
            dismissals=MemoryDismissals(),
            teams=self.teams,
            clock=self.clock,
        )
        self.manage = ManageAnnouncements(
            announcements=self.announcements,
            teams=self.teams,
            new_id=lambda: "a9",
            clock=self.clock,
        )

    async def titles(self) -> list[str]:
        """What Ada reads, a second later."""
        self.clock.advance(KNOWN_FOR)
        return [each.words.title for each in await self.read(by=ADA)]


@pytest.mark.parametrize(
    ("announcement", "state"),
    [
        (an_announcement(), "shown"),
        (an_announcement(words=replace(WORDS, since=NOON + HOUR)), "scheduled"),
        (an_announcement(words=replace(WORDS, since=NOON - HOUR, until=NOON)), "ended"),
        (an_announcement(words=replace(WORDS, until=NOON + HOUR)), "shown"),
        (an_announcement().withdrawn(), "withdrawn"),
    ],
    ids=["now", "later", "before", "still", "withdrawn"],
)
async def test_one_is_read_in_its_time_alone(announcement: Announcement, state: str) -> None:
    desk = Desk()
    await desk.announcements.add(announcement)

    found = await desk.read(by=ADA)

    assert announcement.state(at=NOON) == state
    assert len(found) == (state == "shown")


async def test_the_most_urgent_comes_first_and_teams_read_their_own() -> None:
    desk = Desk()
    await desk.teams.add(a_team("t1").with_member(ADA))
    for name, words in (
        ("a1", replace(WORDS, title="old", since=NOON - HOUR)),
        ("a2", replace(WORDS, title="new")),
        ("a3", replace(WORDS, title="stop", level="urgent")),
        ("a4", replace(WORDS, title="mine", level="warning", teams=(TeamId("t1"),))),
        ("a5", replace(WORDS, title="theirs", teams=(TeamId("t2"),))),
    ):
        await desk.announcements.add(an_announcement(name, words))

    assert await desk.titles() == ["stop", "mine", "new", "old"]
    assert "mine" not in [each.words.title for each in await desk.read(by=EVE)]


async def test_who_dismissed_it_sees_it_again_when_its_words_are_others() -> None:
    desk = Desk()
    made = await desk.manage.add(WORDS, by=ADMIN)
    await desk.read.dismiss(made.id, 1, by=ADA)

    after = await desk.titles()
    longer = replace(WORDS, until=NOON + HOUR)
    same = await desk.manage.change(made.id, longer, version=1, by=ADMIN)
    still = await desk.titles()
    await desk.manage.change(made.id, replace(longer, text="At seven."), version=2, by=ADMIN)

    assert (after, still, same.revision) == ([], [], 1)
    assert await desk.titles() == ["Maintenance"]
    assert [each.words.title for each in await desk.read(by=EVE)] == ["Maintenance"]
    with pytest.raises(NotFound):
        await desk.read.dismiss(made.id, 1, by=ADA)
    with pytest.raises(NotFound):
        await desk.read.dismiss(AnnouncementId("nope"), 1, by=ADA)


async def test_the_store_is_asked_once_a_second_whoever_asks() -> None:
    desk = Desk()
    assert await desk.titles() == []

    await desk.announcements.add(an_announcement())
    soon = await desk.read(by=ADA)

    assert (list(soon), await desk.titles()) == ([], ["Maintenance"])


async def test_one_is_withdrawn_shown_again_by_a_change_and_deleted() -> None:
    desk = Desk()
    made = await desk.manage.add(WORDS, by=ADMIN)

    withdrawn = await desk.manage.withdraw(made.id, by=ADMIN)
    gone = await desk.titles()
    with pytest.raises(Conflict, match="meanwhile"):
        await desk.manage.change(made.id, WORDS, version=1, by=ADMIN)
    await desk.manage.change(made.id, WORDS, version=withdrawn.version, by=ADMIN)

    assert (gone, await desk.titles()) == ([], ["Maintenance"])
    await desk.manage.remove(made.id, by=ADMIN)
    assert list(await desk.manage.all(by=AUDITOR)) == []
    with pytest.raises(NotFound):
        await desk.manage.remove(made.id, by=ADMIN)


async def test_what_cannot_be_said_is_refused() -> None:
    desk = Desk()

    with pytest.raises(Invalid, match="no team"):
        await desk.manage.add(replace(WORDS, teams=(TeamId("t9"),)), by=ADMIN)
    with pytest.raises(Forbidden, match="announcements"):
        await desk.manage.add(WORDS, by=AUDITOR)
    with pytest.raises(Invalid, match="title"):
        replace(WORDS, title=" ")
    with pytest.raises(Invalid, match="title"):
        replace(WORDS, title="x" * 121)
    with pytest.raises(Invalid, match="text"):
        replace(WORDS, text="x" * 4_001)
    with pytest.raises(Invalid, match="until"):
        replace(WORDS, until=NOON)
