from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.conversations.project import Project
from domain.ids import ProjectId, UserId


class Projects(Protocol):
    """All projects. Every question names the owner: a stranger's is simply not there."""

    @abstractmethod
    async def add(self, project: Project) -> Project:
        """Store a new one at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: ProjectId, *, owner: UserId) -> Project:
        """Return the project, or raise `NotFound`."""

    @abstractmethod
    async def save(self, project: Project) -> Project:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[Project]:
        """The owner's projects, by name."""

    @abstractmethod
    async def delete(self, id: ProjectId, *, owner: UserId) -> None:
        """Remove it; no error when it is not there."""
