from abc import abstractmethod
from typing import Protocol

from domain.accounts.second_factor import SecondFactor


class SecondFactors(Protocol):
    """The second factors of accounts of every kind, one each."""

    @abstractmethod
    async def of(self, account: str) -> SecondFactor | None: ...

    @abstractmethod
    async def add(self, factor: SecondFactor) -> SecondFactor:
        """Store a new one at version 1. Raise `Conflict` when the account has one."""

    @abstractmethod
    async def save(self, factor: SecondFactor) -> SecondFactor:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def remove(self, account: str) -> None:
        """Removing one that is not there is no error."""
