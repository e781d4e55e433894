from abc import abstractmethod
from typing import Protocol


class SignInAttempts(Protocol):
    """Failures to sign in, by (account, place) and the delay that they earn."""

    @abstractmethod
    async def failed(self, who: str) -> None:
        """Count one more failure of `who`; counts fade after fifteen quiet minutes."""

    @abstractmethod
    async def wait_s(self, who: str) -> int:
        """Seconds until `who` may try again: 0, and after five failures 2, 4, 8 … 900."""

    @abstractmethod
    async def clear(self, who: str) -> None: ...
