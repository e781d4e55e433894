"""When a deployment that fails is left alone, and when it is tried again."""

from dataclasses import dataclass, replace
from typing import Final, Self

_WINDOW: Final = 0xFFFFF
"""The last twenty outcomes."""
_IN_A_ROW: Final = 0b11111
_OF_THE_LAST: Final = 10
REST_S: Final = 10.0
REST_MAX_S: Final = 20.0
"""So a deployment that is well again is asked within half a minute, and few calls are probes."""
COOLDOWN_MAX_S: Final = 25.0
"""Longer than that nobody keeps away, whatever a provider says: one more request harms none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Opens after five failures in a row, or ten of the last twenty.

    Open, it lets nobody through, but one probe each time it has rested. A probe that is answered
    closes it; one that fails, or never ends, leaves it open, for longer each time.

    `outcomes` are bits, the newest the lowest, 1 for a failure. Seconds are of one stopwatch.
    """

    outcomes: int = 0
    rests: int = 0
    until_s: float = 0.0

    @property
    def is_open(self) -> bool:
        return self.rests > 0

    def allows(self, now_s: float) -> bool:
        return not self.rests or now_s >= self.until_s

    def asked(self, now_s: float) -> Self:
        """A call goes through; where it is open, that is the probe, and the next must wait."""
        return self._resting(now_s, self.rests) if self.rests else self

    def began(self) -> Self:
        """An answer has begun."""
        return type(self)() if self.rests else self

    def succeeded(self) -> Self:
        if self.rests or not self.outcomes:
            return self  # what had begun before it opened says nothing new
        return replace(self, outcomes=self.outcomes << 1 & _WINDOW)

    def failed(self, now_s: float, *, probe: bool = False) -> Self:
        """`probe`: it was asked while this was open. Others say nothing new by then."""
        if self.rests:
            return self._resting(now_s, self.rests + 1) if probe else self
        outcomes = (self.outcomes << 1 | 1) & _WINDOW
        in_a_row = outcomes & _IN_A_ROW == _IN_A_ROW
        if in_a_row or outcomes.bit_count() >= _OF_THE_LAST:
            return self._resting(now_s, 1)
        return replace(self, outcomes=outcomes)

    def _resting(self, now_s: float, rests: int) -> Self:
        rest_s = min(REST_MAX_S, REST_S * 2 ** min(rests - 1, 4))
        return replace(self, outcomes=0, rests=rests, until_s=now_s + rest_s)
