"""What tokens cost. Rates are nano-USD for a million tokens, so every published price is exact."""

from dataclasses import dataclass

from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Nano-USD per million tokens, by kind. `source` names where it was read, with its date."""

    input: NanoUsd
    output: NanoUsd
    cache_read: NanoUsd
    cache_write_5m: NanoUsd
    cache_write_1h: NanoUsd
    source: str

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
