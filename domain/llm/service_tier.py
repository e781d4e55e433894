"""In which way a provider serves a call: sooner for more money, later for less."""

from collections.abc import Iterable
from typing import Final, Literal

ServiceTier = Literal["standard", "batch", "flex", "priority"]
_NAMED: Final[dict[str, ServiceTier]] = {
    "default": "standard",
    "standard": "standard",
    "standard_only": "standard",
    "batch": "batch",
    "flex": "flex",
    "priority": "priority",
    "fast": "priority",
}

_PATHS: Final = frozenset({"service_tier", "serviceTier"})


def tier_named(name: str | None) -> ServiceTier | None:
    """By a vendor's word for it; `None` where that leaves it open, as `auto` does."""
    return None if name is None else _NAMED.get(name.lower())


def tier_asked(named: str | None, untold: Iterable[str]) -> ServiceTier | None:
    """How a call was asked to be served; `untold` are paths that its provider was not told."""
    return tier_named(named) if _PATHS.isdisjoint(untold) else None
