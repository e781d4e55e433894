"""What tokens cost. Rates are nano-USD for a million tokens, so every published price is exact."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime

from domain.errors import Invalid
from domain.llm.service_tier import ServiceTier
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd

_MILLION = 1_000_000
_MS_AN_HOUR = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Nano-USD per million tokens, by kind."""

    input: NanoUsd
    output: NanoUsd
    cache_read: NanoUsd
    cache_write_5m: NanoUsd
    cache_write_1h: NanoUsd

    def micro_nano(self, usage: Usage) -> int:
        """The tokens that are neither pictures nor sound, in millionths of a nano-dollar."""
        return (
            usage.input_uncached * self.input
            + usage.cache_read * self.cache_read
            + usage.cache_write_5m * self.cache_write_5m
            + usage.cache_write_1h * self.cache_write_1h
            + usage.output * self.output
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LongContext(Rates):
    """The rates of all tokens of a call whose whole input is longer than `above` tokens."""

    above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRates:
    """What pictures and sound cost. Tokens of theirs (a million) cost like others when `None`.

    `image` is for each that is made, `characters` for a million that are spoken, `audio_hour` for
    an hour that is listened to.
    """

    input_image: NanoUsd | None = None
    input_audio: NanoUsd | None = None
    output_image: NanoUsd | None = None
    output_audio: NanoUsd | None = None
    image: NanoUsd = ZERO
    characters: NanoUsd = ZERO
    audio_hour: NanoUsd = ZERO

    def micro_nano(self, usage: Usage, beside: Rates) -> int:
        """In millionths of a nano-dollar, beside the rates of other tokens."""
        heard = beside.input if self.input_audio is None else self.input_audio
        seen = beside.input if self.input_image is None else self.input_image
        spoken = beside.output if self.output_audio is None else self.output_audio
        drawn = beside.output if self.output_image is None else self.output_image
        return (
            usage.input_audio * heard
            + usage.input_images * seen
            + usage.output_images * (drawn - beside.output)
            + usage.output_audio * (spoken - beside.output)
            + usage.images * self.image * _MILLION
            + usage.characters * self.characters
            + usage.audio_ms * self.audio_hour * _MILLION // _MS_AN_HOUR
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRates(Rates):
    """The rates of calls that are served in another way than the usual one."""

    tier: ServiceTier
    long_context: tuple[LongContext, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Rates):
    """One version of a model's price. `source` names where it was read, and its edition.

    It holds from the beginning of `valid_from` (UTC) on; `None`: as long as anybody knows. A way of
    serving that is not among `tiers` costs what the usual one costs.
    """

    source: str
    valid_from: date | None = None
    long_context: tuple[LongContext, ...] = ()
    media: MediaRates = field(default_factory=MediaRates)
    tiers: tuple[TierRates, ...] = ()

    def __post_init__(self) -> None:
        served: tuple[Price | TierRates, ...] = (self, *self.tiers)
        for each in served:
            starts = [long.above for long in each.long_context]
            if starts != sorted(set(starts)):
                raise Invalid("the tiers of a price begin one above the other")
        ways = [each.tier for each in self.tiers]
        if "standard" in ways or len(ways) > len(set(ways)):
            raise Invalid("a price has its own rates for each other way of serving, once")

    def cost(self, usage: Usage) -> NanoUsd:
        """Of a whole call, all of it at the rates that its input's length and its tier ask for.

        Rounded half up to the nano-dollar once, at the end.
        """
        rates = self.rates_for(usage.input_total, usage.tier)
        return _rounded(rates.micro_nano(usage) + self.media.micro_nano(usage, rates))

    def rates_for(self, input_tokens: int, tier: ServiceTier | None = None) -> Rates:
        """Those of a call whose whole input is so long, and that is served so."""
        served: Price | TierRates = self
        if tier is not None:
            served = next((each for each in self.tiers if each.tier == tier), served)
        rates: Rates = served
        for long in served.long_context:
            if input_tokens > long.above:
                rates = long
        return rates

    @property
    def is_free(self) -> bool:
        """Whether it says that everything costs nothing."""
        rates = (self, *self.long_context, *self.tiers, *self._long_of_tiers)
        tokens = any(
            (each.input, each.output, each.cache_read, each.cache_write_5m, each.cache_write_1h)
            != (0, 0, 0, 0, 0)
            for each in rates
        )
        return not tokens and not any(asdict(self.media).values())

    @property
    def _long_of_tiers(self) -> tuple[LongContext, ...]:
        return tuple(long for tier in self.tiers for long in tier.long_context)


def _rounded(micro_nano: int) -> NanoUsd:
    return NanoUsd((micro_nano + _MILLION // 2) // _MILLION)


def price_at(versions: Sequence[Price], at: datetime) -> Price | None:
    """The version that holds at a moment: the latest that has begun."""
    day = at.astimezone(UTC).date()
    begun = [each for each in versions if each.valid_from is None or each.valid_from <= day]
    return max(begun, key=lambda each: each.valid_from or date.min, default=None)
