from abc import abstractmethod
from collections.abc import Callable
from typing import Protocol

from domain.catalog.offer import Offer


class Offers(Protocol):
    """The one offer, as it was changed last."""

    @abstractmethod
    async def current(self) -> Offer:
        """Return it; one of version 0 that holds nothing while nobody has changed anything."""

    @abstractmethod
    async def save(self, offer: Offer) -> Offer:
        """Put it in the place of the version that it names; return it with its own.

        Raises `Conflict` when that is not the current one any more.
        """


class Sealing(Protocol):
    """Secrets at rest. What was sealed for one purpose opens for no other."""

    @abstractmethod
    def seal(self, secret: str, *, purpose: str) -> str: ...

    @abstractmethod
    def open(self, sealed: str, *, purpose: str) -> str:
        """Raise `Invalid` for what was not sealed here, or for another purpose."""


CheckOffer = Callable[[Offer], None]
"""Raise `Invalid`, naming what is wrong, unless the offer can be served."""
