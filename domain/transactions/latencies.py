"""How long answers took, as counts that add up: four steps a doubling, so within a tenth."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

_STEPS: Final = 4
_HIGHEST: Final = 24 * _STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Latencies:
    """By step, how many answers took at most 2 ^ (step / 4) ms and more than the step before."""

    counts: Mapping[int, int] = field(default_factory=dict[int, int])

    @classmethod
    def of(cls, lasted_ms: Iterable[int]) -> Self:
        counts: dict[int, int] = {}
        for each in lasted_ms:
            step = _step(each)
            counts[step] = counts.get(step, 0) + 1
        return cls(counts=counts)

    def __add__(self, other: Self) -> Self:
        if not other.counts:
            return self
        sums = dict(self.counts)
        for step, count in other.counts.items():
            sums[step] = sums.get(step, 0) + count
        return type(self)(counts=sums)

    def within_ms(self, permille: int) -> int | None:
        """How long so many of a thousand took at most; `None` where there are none."""
        total = sum(self.counts.values())
        passed = 0
        for step in sorted(self.counts):
            passed += self.counts[step]
            if passed * 1_000 >= total * permille:
                return round(2 ** (step / _STEPS))
        return None


def _step(lasted_ms: int) -> int:
    return min(_HIGHEST, max(0, math.ceil(math.log2(max(lasted_ms, 1)) * _STEPS - 1e-9)))
