from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.allowances.claim import Balance, Bucket, Fund, Standing


class Standings(Protocol):
    """How limits and budgets stand now, for those who only look: nothing is taken."""

    @abstractmethod
    async def of_buckets(self, buckets: Sequence[Bucket]) -> Sequence[Standing]:
        """One for each, in their order. Raises `Unavailable`."""

    @abstractmethod
    async def of_funds(self, funds: Sequence[Fund]) -> Sequence[Balance | None]:
        """One for each, in their order; `None` where nobody has asked for money of it.

        Raises `Unavailable`.
        """
