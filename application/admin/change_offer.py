from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from application.admin.permissions import Principal, authorise
from application.ports.changes import Change, Changes
from application.ports.offers import (
    AddressOf,
    AskForModels,
    AssortmentOf,
    CheckOffer,
    Offers,
    Sealing,
)
from domain.catalog.assortment import Assortment
from domain.catalog.offer import Offer, OfferedProvider
from domain.errors import Conflict, Unavailable
from domain.json import JsonObject

OFFER_CHANGED: Final = Change(subject="offer:models")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenProvider:
    """`api_key` is `None` where the one that is known stays."""

    settings: JsonObject
    api_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOffer:
    offers: Offers

    async def __call__(self, *, by: Principal) -> Offer:
        authorise(by, "look")
        return await self.offers.current()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOffer:
    """Say which providers and models there are beside the operator's. Every instance hears of it.

    Raises `Conflict` unless `version` is the current one, `Invalid` for what cannot be served.
    """

    offers: Offers
    sealing: Sealing
    check: CheckOffer
    changes: Changes

    async def __call__(
        self,
        version: int,
        providers: Mapping[str, GivenProvider],
        models: Sequence[JsonObject],
        removed: Sequence[str],
        own_keys: Sequence[str] = (),
        *,
        by: Principal,
    ) -> Offer:
        authorise(by, "change_models")
        known = await self.offers.current()
        if known.version != version:
            raise Conflict("the models were changed meanwhile")
        offer = Offer(
            version=version,
            providers={
                name: _sealed(self.sealing, name, given, known.providers.get(name))
                for name, given in providers.items()
            },
            models=tuple(models),
            removed=tuple(removed),
            own_keys=tuple(own_keys),
        )
        self.check(offer)
        saved = await self.offers.save(offer)
        with suppress(Unavailable):  # then they see it a second later
            await self.changes.tell(OFFER_CHANGED)
        return saved


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAssortment:
    """All that is served, whoever said so. Raises `Invalid` when that has become impossible."""

    offers: Offers
    assortment_of: AssortmentOf

    async def __call__(self, *, by: Principal) -> Assortment:
        authorise(by, "look")
        return self.assortment_of(await self.offers.current())


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverModels:
    """Ask a provider which models it has: also whether its address and key are right.

    `given` is one that is not kept yet, or is about to change. Raises `Invalid`, `NotFound`,
    `UpstreamFailed`.
    """

    offers: Offers
    sealing: Sealing
    address_of: AddressOf
    ask: AskForModels

    async def __call__(
        self, name: str, given: GivenProvider | None, *, by: Principal
    ) -> tuple[str, ...]:
        authorise(by, "change_models")
        offer = await self.offers.current()
        if given is not None:
            known = offer.providers.get(name)
            offer = Offer(providers={name: _sealed(self.sealing, name, given, known)})
        return await self.ask(self.address_of(name, offer))


def _sealed(
    sealing: Sealing, name: str, given: GivenProvider, known: OfferedProvider | None
) -> OfferedProvider:
    """A key that is known goes nowhere else: whoever moves a provider gives its key anew."""
    key = None
    if given.api_key is not None:
        key = sealing.seal(given.api_key, purpose=purpose_of(name))
    elif known is not None and known.leads_to(given.settings):
        key = known.sealed_key
    return OfferedProvider(settings=given.settings, sealed_key=key)


def purpose_of(provider: str) -> str:
    return f"the key of provider {provider}"
