from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.ids import SavedPromptId, TeamId, UserId
from domain.library.saved_prompt import SavedPrompt


class SavedPrompts(Protocol):
    """All saved prompts."""

    @abstractmethod
    async def add(self, prompt: SavedPrompt) -> SavedPrompt:
        """Store a new one at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: SavedPromptId, *, owner: UserId) -> SavedPrompt:
        """Return the owner's, or raise `NotFound`."""

    @abstractmethod
    async def save(self, prompt: SavedPrompt) -> SavedPrompt:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[SavedPrompt]:
        """The owner's, by name."""

    @abstractmethod
    async def shared_with(self, teams: Sequence[TeamId]) -> Sequence[SavedPrompt]:
        """Those shared with any of these, each once, by name."""

    @abstractmethod
    async def delete(self, id: SavedPromptId, *, owner: UserId) -> None:
        """Remove it; no error when it is not there."""
