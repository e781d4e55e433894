from abc import abstractmethod
from typing import Protocol

from domain.accounts.administrator import Administrator
from domain.accounts.user import Email
from domain.ids import AdministratorId


class Administrators(Protocol):
    """Everybody who may sign in to the administration."""

    @abstractmethod
    async def add(self, administrator: Administrator) -> Administrator:
        """Store a new one at version 1. Raise `Conflict` when the address is taken."""

    @abstractmethod
    async def get(self, id: AdministratorId) -> Administrator:
        """Return the administrator, or raise `NotFound`."""

    @abstractmethod
    async def by_email(self, email: Email) -> Administrator | None: ...

    @abstractmethod
    async def exist(self) -> bool:
        """Whether there is any at all."""
