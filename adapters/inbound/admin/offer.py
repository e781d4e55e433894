"""Providers and models beside the operator's. Keys go in and never out."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from adapters.inbound.admin.use_cases import Caller, ProvedCaller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.admin.change_offer import GivenProvider
from domain.catalog.assortment import KnownModel, KnownProvider
from domain.catalog.models import Model
from domain.catalog.offer import Offer
from domain.transactions.price import Price

router = APIRouter(prefix="/admin/api/offer", tags=["offer"], route_class=AuditedRoute)

ProviderName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Table = Annotated[dict[str, JsonValue], Field(max_length=64)]


class ProviderOut(BaseModel):
    """`settings` as a `[providers.<name>]` of `parley.toml`, without the key."""

    settings: dict[str, JsonValue]
    has_key: bool


class OfferOut(BaseModel):
    """`models` are as `[[models]]` of `parley.toml`; `removed` are names that are not on offer.

    At the providers of `own_keys` people may use keys of their own.
    """

    version: int
    providers: dict[str, ProviderOut]
    models: list[dict[str, JsonValue]]
    removed: list[str]
    own_keys: list[str]


class ProviderBody(BaseModel):
    """Without `api_key` the key that is known stays, as long as kind and address do."""

    model_config = ConfigDict(extra="forbid", strict=True)

    settings: Table
    api_key: Annotated[str | None, Field(min_length=1, max_length=4096)] = None


class OfferBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: Annotated[int, Field(ge=0, le=2**53)]
    providers: Annotated[dict[ProviderName, ProviderBody], Field(max_length=200)]
    models: Annotated[list[Table], Field(max_length=1_000)]
    removed: Annotated[list[Annotated[str, Field(max_length=128)]], Field(max_length=1_000)]
    own_keys: Annotated[list[ProviderName], Field(max_length=200)] = []


def _out(offer: Offer) -> OfferOut:
    return OfferOut.model_validate(
        {
            "version": offer.version,
            "providers": {
                name: {"settings": each.settings, "has_key": each.sealed_key is not None}
                for name, each in offer.providers.items()
            },
            "models": list(offer.models),
            "removed": list(offer.removed),
            "own_keys": list(offer.own_keys),
        }
    )


@router.get("", operation_id="readOffer")
async def read_offer(caller: Caller, use: UseCases) -> OfferOut:
    return _out(await use.read_offer(by=caller))


@router.put("", operation_id="changeOffer")
@audited("offer")
async def change_offer(
    body: OfferBody, caller: ProvedCaller, use: UseCases, note: Noted
) -> OfferOut:
    """Replace all of it. `version` is the one that was read: 409 when it was changed meanwhile."""
    note.say(
        version=body.version,
        providers=", ".join(body.providers),
        new_keys=", ".join(name for name, each in body.providers.items() if each.api_key),
        models=", ".join(str(each.get("name", "")) for each in body.models),
        removed=", ".join(body.removed),
        own_keys=", ".join(body.own_keys),
    )
    changed = await use.change_offer(
        body.version,
        {
            name: GivenProvider(settings=each.settings, api_key=each.api_key)
            for name, each in body.providers.items()
        },
        body.models,
        body.removed,
        body.own_keys,
        by=caller,
    )
    return _out(changed)


class RatesOut(BaseModel):
    """Nano-USD a million tokens, as text: larger than what a browser counts exactly."""

    input: str
    output: str
    cache_read: str
    cache_write: str
    source: str
    valid_from: date | None


class PlaceOut(BaseModel):
    """`price` is what holds now; `null`: nobody knows it."""

    provider: str
    upstream: str
    weight: int
    price: RatesOut | None


class KnownModelOut(BaseModel):
    """`definition` is as `[[models]]` of `parley.toml`, to be changed and sent back."""

    name: str
    label: str
    whose: Literal["operator", "administrators"]
    is_offered: bool
    is_default: bool
    aliases: list[str]
    tasks: list[str]
    context_tokens: int | None
    max_output_tokens: int | None
    strategy: str
    fallbacks: list[str]
    unpriced_allowed: bool
    places: list[PlaceOut]
    definition: dict[str, JsonValue]


class KnownProviderOut(BaseModel):
    name: str
    kind: str
    base_url: str | None
    has_key: bool
    takes_own_keys: bool
    whose: Literal["operator", "administrators"]


class AssortmentOut(BaseModel):
    providers: list[KnownProviderOut]
    models: list[KnownModelOut]


class DiscoverBody(BaseModel):
    """Without `settings` the provider that is kept under this name is asked."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: ProviderName
    settings: Table | None = None
    api_key: Annotated[str | None, Field(min_length=1, max_length=4096)] = None


class DiscoveredOut(BaseModel):
    models: list[str]


@router.get("/assortment", operation_id="readAssortment")
async def read_assortment(caller: Caller, use: UseCases) -> AssortmentOut:
    """All that is served, the operator's too, and what is not on offer."""
    found = await use.read_assortment(by=caller)
    return AssortmentOut(
        providers=[_provider_out(each) for each in found.providers],
        models=[_model_out(each) for each in found.models],
    )


@router.post("/discover", operation_id="discoverModels")
@audited("offer")
async def discover_models(
    body: DiscoverBody, caller: Caller, use: UseCases, note: Noted
) -> DiscoveredOut:
    """Ask a provider for its models; 502 with its words when it does not list them."""
    note.say(provider=body.name)
    given = (
        None
        if body.settings is None
        else GivenProvider(settings=body.settings, api_key=body.api_key)
    )
    return DiscoveredOut(models=list(await use.discover_models(body.name, given, by=caller)))


def _provider_out(known: KnownProvider) -> KnownProviderOut:
    return KnownProviderOut(
        name=known.name,
        kind=known.kind,
        base_url=known.base_url,
        has_key=known.has_key,
        takes_own_keys=known.takes_own_keys,
        whose="operator" if known.is_operators else "administrators",
    )


def _model_out(known: KnownModel) -> KnownModelOut:
    model = known.model
    return KnownModelOut.model_validate(
        {
            "name": model.name,
            "label": model.label,
            "whose": "operator" if known.is_operators else "administrators",
            "is_offered": known.is_offered,
            "is_default": model.is_default,
            "aliases": list(model.aliases),
            "tasks": list(model.tasks),
            "context_tokens": model.capabilities.context_tokens,
            "max_output_tokens": model.capabilities.max_output_tokens,
            "strategy": model.strategy,
            "fallbacks": list(model.fallbacks.usual),
            "unpriced_allowed": model.unpriced_allowed,
            "places": [_place_out(place) for place in model.places],
            "definition": known.definition,
        }
    )


def _place_out(place: Model) -> PlaceOut:
    return PlaceOut(
        provider=place.provider,
        upstream=place.upstream,
        weight=place.weight,
        price=None if place.price is None else _rates_out(place.price),
    )


def _rates_out(price: Price) -> RatesOut:
    return RatesOut(
        input=str(price.input),
        output=str(price.output),
        cache_read=str(price.cache_read),
        cache_write=str(price.cache_write_5m),
        source=price.source,
        valid_from=price.valid_from,
    )
