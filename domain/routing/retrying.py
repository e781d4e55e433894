"""What may be asked again after a failure, how often, and after how long."""

from dataclasses import dataclass, replace
from typing import Final, Literal, Self, TypeAlias, assert_never

from domain.llm.events import FailureKind

Consequence: TypeAlias = Literal["final", "elsewhere", "again", "longer", "unfiltered"]
"""`elsewhere`: another deployment may do better; `again`: so may the same one, a little later.

`longer` and `unfiltered` want another model: one with a longer context, or another filter.
"""

_BASE_S: Final = 0.25
_CAP_S: Final = 8.0
WAIT_MAX_S: Final = 20.0
"""A provider that wants more patience than that is not waited for."""
_SHARE: Final = 0.1
_CREDIT_MAX: Final = 10.0
_DEBT_MAX: Final = 100.0


def consequence_of(kind: FailureKind) -> Consequence:
    match kind:
        case "bad_request" | "unprocessable" | "not_found" | "too_large":
            return "final"
        case "unauthenticated" | "no_credit" | "forbidden" | "unknown_model" | "timeout":
            return "elsewhere"
        case (
            "rate_limited"
            | "conflict"
            | "overloaded"
            | "server"
            | "unreachable"
            | "cut"
            | "malformed"
        ):
            return "again"
        case "context_overflow":
            return "longer"
        case "content_policy":
            return "unfiltered"
        case _:
            assert_never(kind)


def pause_s(retries: int, *, draw: float, retry_after_s: float | None) -> float:
    """Full jitter: anything up to a bound that doubles, and what the provider asked for before.

    `retries` were made before, `draw` is a random number from 0 to below 1.
    """
    jitter_s = draw * min(_CAP_S, _BASE_S * 2.0**retries)
    return jitter_s + (retry_after_s or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryBudget:
    """One retry for ten calls: whatever fails, providers get little more than clients ask.

    Asking another deployment costs as much, but may be owed for a while: else one that fails
    would take the others' calls down with it, until its breaker opens.
    """

    credit: float = _CREDIT_MAX

    def earn(self) -> Self:
        """One more call."""
        if self.credit >= _CREDIT_MAX:
            return self
        return replace(self, credit=min(_CREDIT_MAX, self.credit + _SHARE))

    def allows(self, *, elsewhere: bool) -> bool:
        return self.credit - 1 >= (-_DEBT_MAX if elsewhere else 0)

    def spend(self) -> Self:
        return replace(self, credit=self.credit - 1)
