from abc import abstractmethod
from typing import Protocol

from domain.accounts.registration import RegistrationChoice


class RegistrationChoices(Protocol):
    """What administrators said of who may register, in place of the settings."""

    @abstractmethod
    async def current(self) -> RegistrationChoice | None:
        """`None` while the settings hold. Raises `Unavailable`."""

    @abstractmethod
    async def save(self, choice: RegistrationChoice) -> RegistrationChoice:
        """Put it in the place of the version that it names; return it with its own.

        Version 0 is where there is none. Raises `Conflict` when that is not the current one.
        """

    @abstractmethod
    async def forget(self) -> None:
        """The settings hold again. Nothing happens where they do."""
