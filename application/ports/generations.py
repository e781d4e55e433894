from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.conversations.generation import Generation
from domain.ids import GenerationId, UserId


class Generations(Protocol):
    """Which answers are being made, and which were."""

    @abstractmethod
    async def add(self, generation: Generation) -> None:
        """Store a new one. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: GenerationId, *, owner: UserId) -> Generation:
        """Return the generation, or raise `NotFound`."""

    @abstractmethod
    async def end(self, id: GenerationId) -> None:
        """Mark it ended; no error when it was, or is not there."""

    @abstractmethod
    async def restart(self, id: GenerationId) -> Generation:
        """Count a restart and return the generation with it, or raise `NotFound`."""

    @abstractmethod
    async def running(self) -> Sequence[Generation]:
        """Everybody's that have not ended, oldest first: what a sweeper looks at."""

    @abstractmethod
    async def running_of(self, owner: UserId) -> Sequence[Generation]: ...
