"""A prompt that is kept under a command, to be said again.

What stands in double braces is filled in by whoever picks it: `{{topic}}`, `{{tone=friendly}}` with
a default, `{{language:English|German}}` as a choice. That happens before anything is sent, where
the person writes; here it is a text like any other.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from domain.errors import Invalid
from domain.ids import SavedPromptId, TeamId, UserId

NAME_LENGTH_MAX: Final = 80
TEXT_LENGTH_MAX: Final = 20_000
PROMPTS_MAX: Final = 500
_TEAMS_MAX: Final = 50
_COMMAND: Final = re.compile(r"[\w][\w-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptDraft:
    """All that its author decides. `teams` are those whose members may use it too.

    Raises `Invalid` for what cannot be.
    """

    name: str
    command: str
    text: str
    teams: tuple[TeamId, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a prompt's name has 1 to {NAME_LENGTH_MAX} characters")
        if not _COMMAND.fullmatch(self.command):
            raise Invalid("a command has 1 to 40 letters, digits, - or _, and begins with no -")
        if not self.text.strip() or len(self.text) > TEXT_LENGTH_MAX:
            raise Invalid(f"a prompt has 1 to {TEXT_LENGTH_MAX:,} characters")
        if len(self.teams) > _TEAMS_MAX or len(set(self.teams)) < len(self.teams):
            raise Invalid(f"a prompt is shared with at most {_TEAMS_MAX} teams, each once")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPrompt:
    """`version` counts saves."""

    id: SavedPromptId
    owner: UserId
    draft: PromptDraft
    created_at: datetime
    changed_at: datetime
    version: int = 0

    def edited(self, draft: PromptDraft, *, at: datetime) -> Self:
        return replace(self, draft=draft, changed_at=at)
