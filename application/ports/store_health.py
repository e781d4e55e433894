from abc import abstractmethod
from typing import Protocol

from domain.system.store import StoreState


class StoreHealth(Protocol):
    @abstractmethod
    async def look(self) -> StoreState:
        """Ask the store how it is. That it is away is an answer, and no error."""
