from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.accounts.administrator import Administrator, AdministratorState, Role
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

    @abstractmethod
    async def all(self) -> Sequence[Administrator]:
        """Return everybody, whoever came first at the front."""

    @abstractmethod
    async def appoint(
        self, id: AdministratorId, *, role: Role, state: AdministratorState
    ) -> Administrator:
        """Give them a role and a state, and return them so.

        Raise `NotFound`, and `Conflict` where no root would be left who is let in: looked at and
        written as one, however many change at once.
        """

    @abstractmethod
    async def remove(self, id: AdministratorId) -> Administrator:
        """Forget them, and return who they were. Raises as `appoint` does."""

    @abstractmethod
    async def set_password(self, id: AdministratorId, password_hash: str) -> Administrator:
        """Return them with it, or raise `NotFound`."""
