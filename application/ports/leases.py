from abc import abstractmethod
from datetime import timedelta
from typing import Protocol


class Leases(Protocol):
    """Who works on what, for so long as they keep saying so."""

    @abstractmethod
    async def take(self, name: str, *, holder: str, lasting: timedelta) -> bool:
        """Take a free or own lease, or prolong it. False when somebody else holds it."""

    @abstractmethod
    async def release(self, name: str, *, holder: str) -> None:
        """Let go of it; nothing happens when `holder` does not hold it."""

    @abstractmethod
    async def holder_of(self, name: str) -> str | None: ...
