"""Tokens by kind. Every number that a vendor shows is derived from these (conversion B3)."""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final, Self

from domain.llm.service_tier import ServiceTier

PLAUSIBLE_MAX = 50_000_000
"""Tokens of one kind in one call: several times the longest context of any model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Input kinds do not overlap; `input_images` and `input_audio` are tokens too.

    `reasoning`, `output_images` and `output_audio` are part of `output`. What is not counted in
    tokens: pictures made (`images`), characters spoken, and `audio_ms` listened to. `estimated`
    marks numbers that we counted ourselves because the vendor gave none. `tier` is how the call was
    served, where that was told or asked for.
    """

    input_uncached: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    output: int = 0
    reasoning: int = 0
    input_images: int = 0
    input_audio: int = 0
    output_images: int = 0
    output_audio: int = 0
    images: int = 0
    characters: int = 0
    audio_ms: int = 0
    estimated: bool = False
    tier: ServiceTier | None = None

    @property
    def is_plausible(self) -> bool:
        """False for what no model can have used: a provider's numbers are not trusted blindly."""
        counts: tuple[int, ...] = _counts(self)
        return min(counts) >= 0 and max(counts) <= PLAUSIBLE_MAX

    @property
    def cache_write(self) -> int:
        return self.cache_write_5m + self.cache_write_1h

    @property
    def input_total(self) -> int:
        plain = self.input_uncached + self.cache_read + self.cache_write
        return plain + self.input_images + self.input_audio

    @property
    def total(self) -> int:
        return self.input_total + self.output

    def __add__(self, other: Self) -> Self:
        sums = {name: getattr(self, name) + getattr(other, name) for name in _KINDS}
        return type(self)(
            **sums, estimated=self.estimated or other.estimated, tier=self.tier or other.tier
        )


_KINDS: Final = tuple(each.name for each in fields(Usage) if each.name not in {"estimated", "tier"})
_counts = attrgetter(*_KINDS)
