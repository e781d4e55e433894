from dataclasses import dataclass
from typing import Final, Self

_WEIGHT: Final = 0.3
"""Of the newest."""
_HALF_LIFE_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Seconds to the first token, as a moving average whose older values weigh less and less.

    What nobody saw for a minute counts half: so a slow deployment is tried again.
    """

    value_s: float
    at_s: float

    @classmethod
    def first(cls, seconds: float, *, now_s: float) -> Self:
        return cls(value_s=seconds, at_s=now_s)

    def seen(self, seconds: float, *, now_s: float) -> Self:
        value_s = self.value_s + _WEIGHT * (seconds - self.value_s)
        return type(self)(value_s=value_s, at_s=now_s)

    def at(self, now_s: float) -> float:
        idle_s = max(0.0, now_s - self.at_s)
        return float(self.value_s * 0.5 ** (idle_s / _HALF_LIFE_S))
