from abc import abstractmethod
from typing import Protocol

from domain.ids import GenerationId


class StopSignals(Protocol):
    """Stop, said by a viewer on any instance to the one worker that makes the answer."""

    @abstractmethod
    async def send(self, id: GenerationId) -> None:
        """Ask for the stop; it is kept a minute for a worker that is not listening yet."""

    @abstractmethod
    async def wait(self, id: GenerationId) -> None:
        """Return when a stop was asked for; wait without end otherwise (cancel it)."""
