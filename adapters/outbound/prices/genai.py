"""List prices from genai-prices: dated, and in the package. Its updater thread stays off."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from typing import Final

from genai_prices import Usage, calc_price
from genai_prices.types import ModelInfo, ModelPrice, StartDateConstraint, TieredPrices

from domain.catalog.models import ProviderKind
from domain.transactions.money import ZERO, NanoUsd, from_usd
from domain.transactions.price import LongContext, MediaRates, Price, TierRates

_ENOUGH: Final = ("input_mtok", "input_mchars", "input_audio_hours")
"""The rates of which a price has one at least."""
_SOURCE: Final = f"genai-prices {version('genai-prices')}"
_VENDOR: Final[dict[ProviderKind, str]] = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google",
}
_FREE: Final = "moderation"
"""OpenAI's moderations, which the list has without a rate, cost nothing."""
_IN_BATCHES: Final = {"processing": "batch"}
_WRITE_1H_TO_INPUT: Final = 2
"""What an hour-long cache write costs at Anthropic where the list does not say it."""


def prices_of(kind: ProviderKind, upstream: str, at: datetime) -> Sequence[Price]:
    """The price of a vendor's model at a time, and those that are known to follow it.

    Empty when nobody knows any. What the list does not say costs what plain input costs.
    """
    vendor = _VENDOR.get(kind)
    if vendor is None:
        return ()
    try:
        found = calc_price(
            Usage(input_tokens=0), upstream, provider_id=vendor, genai_request_timestamp=at
        )
    except LookupError:
        return ()
    starts = _starts(found.model)
    today = at.astimezone(UTC).date()
    begun = max((day for day in starts if day <= today), default=None)
    versions = [(begun, at), *((day, _midnight(day)) for day in starts if day > today)]
    listed = [
        (start, found.model.get_prices(moment), found.model.get_prices(moment, dict(_IN_BATCHES)))
        for start, moment in versions
    ]
    return tuple(
        _price(kind, prices, batch=batch, valid_from=start)
        for start, prices, batch in listed
        if _is_known(prices) or found.model.id == _FREE
    )


def _starts(model: ModelInfo) -> list[date]:
    if isinstance(model.prices, ModelPrice):
        return []
    constraints = [each.constraint for each in model.prices]
    return sorted(each.start_date for each in constraints if isinstance(each, StartDateConstraint))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _price(
    kind: ProviderKind, prices: ModelPrice, *, batch: ModelPrice, valid_from: date | None
) -> Price:
    in_batches = TierRates(
        **_rates(kind, batch, 0), tier="batch", long_context=_long_context(kind, batch)
    )
    differs = _rates(kind, batch, 0) != _rates(kind, prices, 0)
    return Price(
        **_rates(kind, prices, 0),
        source=_SOURCE,
        valid_from=valid_from,
        long_context=_long_context(kind, prices),
        media=_media(prices),
        tiers=(in_batches,) if differs else (),
    )


def _long_context(kind: ProviderKind, prices: ModelPrice) -> tuple[LongContext, ...]:
    starts = sorted({tier.start for value in _listed(prices) for tier in value.tiers})
    return tuple(LongContext(**_rates(kind, prices, above + 1), above=above) for above in starts)


def _is_known(prices: ModelPrice) -> bool:
    return any(_rate(prices, name, 0) is not None for name in _ENOUGH)


def _media(prices: ModelPrice) -> MediaRates:
    def or_none(name: str) -> NanoUsd | None:
        found = _rate(prices, name, 0)
        return None if found is None else from_usd(found)

    return MediaRates(
        input_image=or_none("input_image_mtok"),
        input_audio=or_none("input_audio_mtok"),
        output_image=or_none("output_image_mtok"),
        output_audio=or_none("output_audio_mtok"),
        characters=or_none("input_mchars") or ZERO,
        audio_hour=or_none("input_audio_hours") or ZERO,
    )


def _listed(prices: ModelPrice) -> list[TieredPrices]:
    return [value for value in vars(prices).values() if isinstance(value, TieredPrices)]


def _rates(kind: ProviderKind, prices: ModelPrice, tokens: int) -> dict[str, NanoUsd]:
    plain = _rate(prices, "input_mtok", tokens) or Decimal(0)
    hour = plain * _WRITE_1H_TO_INPUT if kind == "anthropic" else plain

    def or_else(name: str, otherwise: Decimal) -> NanoUsd:
        found = _rate(prices, name, tokens)
        return from_usd(otherwise if found is None else found)

    return {
        "input": from_usd(plain),
        "output": or_else("output_mtok", Decimal(0)),
        "cache_read": or_else("cache_read_mtok", plain),
        "cache_write_5m": or_else("cache_write_mtok", plain),
        "cache_write_1h": or_else("cache_write_1h_mtok", hour),
    }


def _rate(prices: ModelPrice, name: str, tokens: int) -> Decimal | None:
    """At an input of so many tokens; the list's tiers begin above their start."""
    listed = getattr(prices, name, None)
    if isinstance(listed, TieredPrices):
        begun = [tier.price for tier in listed.tiers if tokens > tier.start]
        return begun[-1] if begun else listed.base
    return listed if isinstance(listed, Decimal) else None
