"""What administrators say to everybody, or to some teams, above their chats."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, Self, TypeAlias

from domain.errors import Invalid
from domain.ids import AnnouncementId, TeamId

TITLE_LENGTH_MAX: Final = 120
TEXT_LENGTH_MAX: Final = 4_000
TEAMS_MAX: Final = 100

Level: TypeAlias = Literal["info", "warning", "urgent"]
State: TypeAlias = Literal["scheduled", "shown", "ended", "withdrawn"]
_ORDER: Final[dict[Level, int]] = {"urgent": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`text` is Markdown. `until` is the first moment at which it is shown no more, if any.

    `teams` are those whose members see it; none: everybody does.
    """

    title: str
    text: str
    since: datetime
    level: Level = "info"
    until: datetime | None = None
    teams: tuple[TeamId, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip() or len(self.title) > TITLE_LENGTH_MAX:
            raise Invalid(f"title: 1 to {TITLE_LENGTH_MAX} characters")
        if len(self.text) > TEXT_LENGTH_MAX:
            raise Invalid(f"text: at most {TEXT_LENGTH_MAX:,} characters")
        if self.until is not None and self.until <= self.since:
            raise Invalid("until: after its beginning")
        if len(self.teams) > TEAMS_MAX:
            raise Invalid(f"teams: at most {TEAMS_MAX}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """`revision` counts what people read: who dismissed one sees the next."""

    id: AnnouncementId
    words: Words
    created_at: datetime
    is_withdrawn: bool = False
    revision: int = 1
    version: int = 0

    @property
    def mark(self) -> str:
        """What is remembered of who dismissed it as it is now."""
        return f"{self.id}.{self.revision}"

    @property
    def place(self) -> tuple[int, float, str]:
        """The most urgent first, then the newest."""
        return _ORDER[self.words.level], -self.words.since.timestamp(), self.id

    def state(self, *, at: datetime) -> State:
        if self.is_withdrawn:
            return "withdrawn"
        if at < self.words.since:
            return "scheduled"
        until = self.words.until
        return "shown" if until is None or at < until else "ended"

    def is_for(self, teams: Collection[TeamId]) -> bool:
        return not self.words.teams or not set(self.words.teams).isdisjoint(teams)

    def changed(self, words: Words) -> Self:
        """Shown again; with another title, text or level also to who dismissed it."""
        before = (self.words.title, self.words.text, self.words.level)
        is_same = before == (words.title, words.text, words.level)
        return replace(
            self,
            words=words,
            is_withdrawn=False,
            revision=self.revision if is_same else self.revision + 1,
        )

    def withdrawn(self) -> Self:
        return replace(self, is_withdrawn=True)
