"""What administrators say to the caller."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from domain.announcements.announcement import Announcement, Level
from domain.ids import AnnouncementId

router = APIRouter(prefix="/api/announcements", tags=["account"])


class AnnouncementOut(BaseModel):
    """`text` is Markdown. `revision` says which words they are."""

    id: str
    revision: int
    title: str
    text: str
    level: Level


class AnnouncementsOut(BaseModel):
    items: list[AnnouncementOut]


class Dismissal(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    revision: Annotated[int, Field(ge=1, le=2**53)]


def _out(announcement: Announcement) -> AnnouncementOut:
    words = announcement.words
    return AnnouncementOut(
        id=announcement.id,
        revision=announcement.revision,
        title=words.title,
        text=words.text,
        level=words.level,
    )


@router.get("", operation_id="readAnnouncements")
async def read_announcements(caller: Caller, use: UseCases) -> AnnouncementsOut:
    """Those that are shown now and were not dismissed, the most urgent first."""
    found = await use.own.announcements(by=caller)
    return AnnouncementsOut(items=[_out(each) for each in found])


@router.put("/{id}/dismissal", status_code=204, operation_id="dismissAnnouncement")
async def dismiss_announcement(id: str, body: Dismissal, caller: Caller, use: UseCases) -> None:
    """On every device of the caller, until its words change."""
    await use.own.announcements.dismiss(AnnouncementId(id), body.revision, by=caller)
