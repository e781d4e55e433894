from abc import abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from domain.catalog.assortment import Assortment
from domain.catalog.models import ProviderKind
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

AssortmentOf = Callable[[Offer], Assortment]
"""What is served with this offer beside the operator's settings. Raise `Invalid` as above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAddress:
    """Where a provider is asked; `base_url` is `None` for the vendor's own address."""

    kind: ProviderKind
    base_url: str | None
    api_key: str | None


AskForModels = Callable[[ProviderAddress], Awaitable[tuple[str, ...]]]
"""The names of the models that a provider has for this key.

Raise `UpstreamFailed`, saying what it answered, or that it did not.
"""

AddressOf = Callable[[str, Offer], ProviderAddress]
"""Of the provider of this name. Raise `NotFound`; `Invalid` for settings that are none."""
