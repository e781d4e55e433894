from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.ids import RequestId
from domain.transactions.transaction import Transaction


class Transactions(Protocol):
    """The ledger: append-only, one row a request."""

    @abstractmethod
    async def record(self, transaction: Transaction) -> bool:
        """Store it, once. False (and nothing changed) when its id is in the books already."""

    @abstractmethod
    async def get(self, id: RequestId) -> Transaction:
        """Return the row, or raise `NotFound`."""

    @abstractmethod
    async def latest(self, limit: int) -> Sequence[Transaction]:
        """The last rows, newest first."""
