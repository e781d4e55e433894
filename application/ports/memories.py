from abc import abstractmethod
from typing import Protocol

from domain.accounts.memory import Memory
from domain.ids import UserId


class Memories(Protocol):
    """What is remembered of each person."""

    @abstractmethod
    async def of(self, owner: UserId) -> Memory:
        """Return it; one of version 0 that is off and empty while there is none."""

    @abstractmethod
    async def save(self, memory: Memory) -> Memory:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""
