"""A project: a folder of conversations with instructions of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from domain.errors import Invalid
from domain.files.knowledge import Knowledge, check_knowledge
from domain.ids import ProjectId, UserId

NAME_LENGTH_MAX: Final = 80
INSTRUCTIONS_LENGTH_MAX: Final = 20_000
PROJECTS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`instructions` are told to the model before all else in each of its conversations.

    It may look into `files` there. Raises `Invalid` for what cannot be.
    """

    id: ProjectId
    owner: UserId
    name: str
    created_at: datetime
    instructions: str = ""
    files: tuple[Knowledge, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a project's name has 1 to {NAME_LENGTH_MAX} characters")
        if len(self.instructions) > INSTRUCTIONS_LENGTH_MAX:
            raise Invalid(f"instructions have at most {INSTRUCTIONS_LENGTH_MAX:,} characters")
        check_knowledge(self.files)

    def rename(self, name: str) -> Self:
        return replace(self, name=" ".join(name.split()))

    def instruct(self, instructions: str) -> Self:
        return replace(self, instructions=instructions.strip())

    def knowing(self, files: Sequence[Knowledge]) -> Self:
        """With these files, in place of those before."""
        return replace(self, files=tuple(files))
