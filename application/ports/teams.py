from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.accounts.team import Team
from domain.ids import TeamId


class Teams(Protocol):
    """All teams: few enough to be listed whole."""

    @abstractmethod
    async def add(self, team: Team) -> Team:
        """Store a new team at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: TeamId) -> Team:
        """Return the team, or raise `NotFound`."""

    @abstractmethod
    async def save(self, team: Team) -> Team:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def all(self) -> Sequence[Team]:
        """Every team, by name."""
