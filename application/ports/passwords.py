from abc import abstractmethod
from typing import Protocol


class Passwords(Protocol):
    """Slow, salted hashes of passwords."""

    @abstractmethod
    async def hash(self, password: str) -> str:
        """Raise `RateLimited` when too many wait for a hash already."""

    @abstractmethod
    async def matches(self, password: str, hash: str | None) -> bool:
        """Compare. With `None` it takes the same time and is false: nobody learns who exists."""
