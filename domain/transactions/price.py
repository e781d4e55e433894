"""What tokens cost. Rates are nano-USD for a million tokens, so every published price is exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.errors import Invalid
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Nano-USD per million tokens, by kind."""

    input: NanoUsd
    output: NanoUsd
    cache_read: NanoUsd
    cache_write_5m: NanoUsd
    cache_write_1h: NanoUsd

    def cost(self, usage: Usage) -> NanoUsd:
        """Add up the whole call, rounded half up to the nano-dollar once, at the end."""
        micro_nano = (
            usage.input_uncached * self.input
            + usage.cache_read * self.cache_read
            + usage.cache_write_5m * self.cache_write_5m
            + usage.cache_write_1h * self.cache_write_1h
            + usage.output * self.output
        )
        return NanoUsd((micro_nano + _MILLION // 2) // _MILLION)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongContext(Rates):
    """The rates of all tokens of a call whose whole input is longer than `above` tokens."""

    above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Rates):
    """One version of a model's price. `source` names where it was read, and its edition.

    It holds from the beginning of `valid_from` (UTC) on; `None`: as long as anybody knows.
    """

    source: str
    valid_from: date | None = None
    long_context: tuple[LongContext, ...] = ()

    def __post_init__(self) -> None:
        starts = [each.above for each in self.long_context]
        if starts != sorted(set(starts)):
            raise Invalid("the tiers of a price begin one above the other")

    def cost(self, usage: Usage) -> NanoUsd:
        """Of a whole call, all of it at the rates that its input's length asks for."""
        rates: Rates | None = None
        for tier in self.long_context:
            if usage.input_total > tier.above:
                rates = tier
        return Rates.cost(self, usage) if rates is None else rates.cost(usage)


def price_at(versions: Sequence[Price], at: datetime) -> Price | None:
    """The version that holds at a moment: the latest that has begun."""
    day = at.astimezone(UTC).date()
    begun = [each for each in versions if each.valid_from is None or each.valid_from <= day]
    return max(begun, key=lambda each: each.valid_from or date.min, default=None)
