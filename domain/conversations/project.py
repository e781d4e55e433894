"""A project: a folder of conversations with instructions of its own."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from domain.errors import Invalid
from domain.ids import ProjectId, UserId

NAME_LENGTH_MAX: Final = 80
INSTRUCTIONS_LENGTH_MAX: Final = 20_000
PROJECTS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`instructions` are told to the model before all else in each of its conversations.

    Raises `Invalid` for a name or instructions that cannot be.
    """

    id: ProjectId
    owner: UserId
    name: str
    created_at: datetime
    instructions: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a project's name has 1 to {NAME_LENGTH_MAX} characters")
        if len(self.instructions) > INSTRUCTIONS_LENGTH_MAX:
            raise Invalid(f"instructions have at most {INSTRUCTIONS_LENGTH_MAX:,} characters")

    def rename(self, name: str) -> Self:
        return replace(self, name=" ".join(name.split()))

    def instruct(self, instructions: str) -> Self:
        return replace(self, instructions=instructions.strip())
