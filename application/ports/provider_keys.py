from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.catalog.own_key import ProviderKey
from domain.ids import UserId


class ProviderKeys(Protocol):
    """Keys of people's own at providers, sealed: one for each person and provider."""

    @abstractmethod
    async def put(self, key: ProviderKey) -> None:
        """Store it in the place of the one before."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[ProviderKey]:
        """Return those of a person, by the provider's name."""

    @abstractmethod
    async def remove(self, provider: str, *, owner: UserId) -> None:
        """Removing one that is not there is no error."""
