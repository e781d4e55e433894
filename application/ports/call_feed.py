from abc import abstractmethod
from collections.abc import AsyncIterator
from typing import Protocol

from domain.transactions.transaction import Transaction


class CallFeed(Protocol):
    """Finished calls as they happen, from every instance to every instance. Nothing is kept."""

    @abstractmethod
    async def publish(self, *transactions: Transaction) -> None: ...

    @abstractmethod
    def listen(self) -> AsyncIterator[Transaction]:
        """Yield each call published from now on, without end. Survives a broken connection."""
