from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.allowances.claim import Fund
from domain.transactions.money import NanoUsd


class Spending(Protocol):
    """What was spent, by the books."""

    @abstractmethod
    async def of(self, fund: Fund) -> NanoUsd:
        """Sum up all rows that were paid from a fund. Raises `Unavailable`."""


class Spendings(Protocol):
    """What was spent of many funds, by the books."""

    @abstractmethod
    async def of_all(self, funds: Sequence[Fund]) -> Mapping[str, NanoUsd]:
        """Sum up the rows of each, by the funds' names. Raises `Unavailable`."""
