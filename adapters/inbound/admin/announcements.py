"""What people read above their chats."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from domain.announcements.announcement import Announcement, Level, State, Words
from domain.audit.entry import Party
from domain.ids import AnnouncementId, TeamId

router = APIRouter(prefix="/admin/api/announcements", tags=["people"], route_class=AuditedRoute)


class AnnouncementBody(BaseModel):
    """`text` is Markdown. Without `since` it is shown at once, without `until` for good.

    `teams` are those whose members see it; none: everybody.
    """

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=200)]
    text: Annotated[str, Field(max_length=4_000)] = ""
    level: Level = "info"
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    teams: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=100)] = []


class AnnouncementChange(AnnouncementBody):
    """`version` is the one that was read: 409 when it was changed meanwhile."""

    version: Annotated[int, Field(ge=0, le=2**53)]


class AnnouncementOut(BaseModel):
    id: str
    title: str
    text: str
    level: Level
    since: datetime
    until: datetime | None
    teams: list[str]
    state: State
    created_at: datetime
    version: int


class AnnouncementsOut(BaseModel):
    items: list[AnnouncementOut]


def _out(announcement: Announcement, *, at: datetime) -> AnnouncementOut:
    words = announcement.words
    return AnnouncementOut(
        id=announcement.id,
        title=words.title,
        text=words.text,
        level=words.level,
        since=words.since,
        until=words.until,
        teams=list(words.teams),
        state=announcement.state(at=at),
        created_at=announcement.created_at,
        version=announcement.version,
    )


def _words(body: AnnouncementBody, *, at: datetime) -> Words:
    """Raises `Invalid`."""
    return Words(
        title=" ".join(body.title.split()),
        text=body.text.strip(),
        level=body.level,
        since=body.since or at,
        until=body.until,
        teams=tuple(dict.fromkeys(TeamId(each) for each in body.teams)),
    )


@router.get("", operation_id="listAnnouncements")
async def list_announcements(caller: Caller, use: UseCases) -> AnnouncementsOut:
    """Newest first."""
    found = await use.announcements.all(by=caller)
    return AnnouncementsOut(items=[_out(each, at=use.clock()) for each in found])


@router.post("", status_code=201, operation_id="announce")
@audited("announcement")
async def announce(
    body: AnnouncementBody, caller: Caller, use: UseCases, note: Noted
) -> AnnouncementOut:
    note.say(title=body.title, level=body.level, teams=", ".join(body.teams))
    made = await use.announcements.add(_words(body, at=use.clock()), by=caller)
    note.subject = Party(kind="announcement", id=made.id)
    return _out(made, at=use.clock())


@router.put("/{announcement_id}", operation_id="changeAnnouncement")
@audited("announcement", id_in="announcement_id")
async def change_announcement(
    announcement_id: str, body: AnnouncementChange, caller: Caller, use: UseCases, note: Noted
) -> AnnouncementOut:
    """Who dismissed it sees it again where its title, text or level is another."""
    note.say(title=body.title, level=body.level, teams=", ".join(body.teams))
    changed = await use.announcements.change(
        AnnouncementId(announcement_id),
        _words(body, at=use.clock()),
        version=body.version,
        by=caller,
    )
    return _out(changed, at=use.clock())


@router.post("/{announcement_id}/withdrawal", operation_id="withdrawAnnouncement")
@audited("announcement", id_in="announcement_id")
async def withdraw_announcement(
    announcement_id: str, caller: Caller, use: UseCases
) -> AnnouncementOut:
    withdrawn = await use.announcements.withdraw(AnnouncementId(announcement_id), by=caller)
    return _out(withdrawn, at=use.clock())


@router.delete("/{announcement_id}", status_code=204, operation_id="deleteAnnouncement")
@audited("announcement", id_in="announcement_id")
async def delete_announcement(announcement_id: str, caller: Caller, use: UseCases) -> None:
    await use.announcements.remove(AnnouncementId(announcement_id), by=caller)
