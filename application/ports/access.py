from abc import abstractmethod
from typing import Protocol

from domain.accounts.access import Grants
from domain.transactions.transaction import Payer


class Access(Protocol):
    """What each payer may use."""

    @abstractmethod
    async def of(self, payer: Payer) -> Grants:
        """Return all that was granted.

        Raises `Forbidden` when its user, team or key is gone, `Unavailable` when nobody knows.
        """
