from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from domain.errors import Invalid
from domain.ids import TeamId, UserId

NAME_LENGTH_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People who share an account for their relay calls."""

    id: TeamId
    name: str
    created_at: datetime
    members: tuple[UserId, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a team name has 1 to {NAME_LENGTH_MAX} characters")

    def with_member(self, user: UserId) -> Self:
        if user in self.members:
            return self
        return replace(self, members=(*self.members, user))
