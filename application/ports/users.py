from abc import abstractmethod
from typing import Protocol

from domain.accounts.user import Email, User
from domain.ids import UserId
from domain.paging import Page


class Users(Protocol):
    """Everybody who has a chat account."""

    @abstractmethod
    async def add(self, user: User) -> User:
        """Store a new user at version 1. Raise `Conflict` when the address is taken."""

    @abstractmethod
    async def get(self, id: UserId) -> User:
        """Return the user, or raise `NotFound`."""

    @abstractmethod
    async def by_email(self, email: Email) -> User | None: ...

    @abstractmethod
    async def save(self, user: User) -> User:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def search(self, text: str, *, cursor: str | None, limit: int) -> Page[User]:
        """Those whose address or name holds `text` (any case; all for ""), newest first.

        Raise `Invalid` for a cursor that no page gave.
        """
