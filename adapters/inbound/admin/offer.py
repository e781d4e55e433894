"""Providers and models beside the operator's. Keys go in and never out."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from adapters.inbound.admin.use_cases import Caller, UseCases
from application.admin.change_offer import GivenProvider
from domain.catalog.offer import Offer

router = APIRouter(prefix="/admin/api/offer", tags=["offer"])

ProviderName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Table = Annotated[dict[str, JsonValue], Field(max_length=64)]


class ProviderOut(BaseModel):
    """`settings` as a `[providers.<name>]` of `parley.toml`, without the key."""

    settings: dict[str, JsonValue]
    has_key: bool


class OfferOut(BaseModel):
    """`models` are as `[[models]]` of `parley.toml`; `removed` are names that are not on offer."""

    version: int
    providers: dict[str, ProviderOut]
    models: list[dict[str, JsonValue]]
    removed: list[str]


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
        }
    )


@router.get("", operation_id="readOffer")
async def read_offer(caller: Caller, use: UseCases) -> OfferOut:
    return _out(await use.read_offer(by=caller))


@router.put("", operation_id="changeOffer")
async def change_offer(body: OfferBody, caller: Caller, use: UseCases) -> OfferOut:
    """Replace all of it. `version` is the one that was read: 409 when it was changed meanwhile."""
    changed = await use.change_offer(
        body.version,
        {
            name: GivenProvider(settings=each.settings, api_key=each.api_key)
            for name, each in body.providers.items()
        },
        body.models,
        body.removed,
        by=caller,
    )
    return _out(changed)
