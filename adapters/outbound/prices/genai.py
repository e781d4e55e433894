"""List prices from genai-prices: dated, and in the package. Its updater thread stays off.

Tiers by prompt length are not applied yet: the base tier is taken for every call.
"""

from datetime import datetime
from importlib.metadata import version
from typing import Final

from genai_prices import Usage, calc_price

from domain.catalog.models import ProviderKind
from domain.transactions.money import NanoUsd, from_usd
from domain.transactions.price import Price

_SOURCE: Final = f"genai-prices {version('genai-prices')}"
_VENDOR: Final[dict[ProviderKind, str]] = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google",
}
_PROBE: Final = 1_000
"""Tokens of a probe: few enough for the base tier, and exact when scaled to a million."""
_WRITE_1H_TO_INPUT: Final = 2


def price_of(kind: ProviderKind, upstream: str, at: datetime) -> Price | None:
    """Nano-USD per million tokens of a vendor's model at a time; `None` when nobody knows."""
    vendor = _VENDOR.get(kind)
    if vendor is None:
        return None
    try:
        plain = _cost(vendor, upstream, at, Usage(input_tokens=_PROBE))
        output = _cost(vendor, upstream, at, Usage(output_tokens=_PROBE))
    except LookupError:
        return None
    return Price(
        input=plain,
        output=output,
        cache_read=_cost(
            vendor, upstream, at, Usage(input_tokens=_PROBE, cache_read_tokens=_PROBE)
        ),
        cache_write_5m=_cost(
            vendor, upstream, at, Usage(input_tokens=_PROBE, cache_write_tokens=_PROBE)
        ),
        cache_write_1h=_long_write(kind, plain),
        source=_SOURCE,
    )


def _cost(vendor: str, upstream: str, at: datetime, usage: Usage) -> NanoUsd:
    found = calc_price(usage, upstream, provider_id=vendor, genai_request_timestamp=at)
    return from_usd(found.total_price * (1_000_000 // _PROBE))


def _long_write(kind: ProviderKind, plain: NanoUsd) -> NanoUsd:
    """Anthropic's hour-long cache writes cost twice the input; nobody else has them."""
    return NanoUsd(plain * _WRITE_1H_TO_INPUT) if kind == "anthropic" else plain
