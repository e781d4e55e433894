from abc import abstractmethod
from typing import Protocol

from domain.allowances.claim import Fund
from domain.transactions.money import NanoUsd


class Spending(Protocol):
    """What was spent, by the books."""

    @abstractmethod
    async def of(self, fund: Fund) -> NanoUsd:
        """Sum up all rows that were paid from a fund. Raises `Unavailable`."""
