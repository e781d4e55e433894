from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.accounts.identity import Identity
from domain.ids import UserId


class Identities(Protocol):
    """Who is let into which account by a provider's word."""

    @abstractmethod
    async def add(self, identity: Identity) -> None:
        """Raise `Conflict` when it leads to an account already."""

    @abstractmethod
    async def find(self, id: str) -> Identity | None: ...

    @abstractmethod
    async def of(self, user: UserId) -> Sequence[Identity]:
        """Return those of an account, oldest first."""

    @abstractmethod
    async def remove(self, id: str, *, user: UserId) -> None:
        """Removing one that is not there, or is another's, is no error."""
