"""Which of several deployments is asked next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

Strategy: TypeAlias = Literal["priority", "weighted", "least_busy", "lowest_latency", "lowest_cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One that may be asked: calls under way, seconds to the first token, nano-USD of this call.

    A `latency_s` of `None` is not known yet, a `cost` of `None` never will be.
    """

    weight: int = 1
    busy: int = 0
    latency_s: float | None = None
    cost: int | None = None


def choose(candidates: Sequence[Candidate], strategy: Strategy, *, draw: float) -> int:
    """The place of one of them, of which there is at least one; of equals the first.

    `draw` is a random number from 0 to below 1.
    """
    places = range(len(candidates))
    match strategy:
        case "priority":
            return 0
        case "weighted":
            return _drawn(candidates, draw)
        case "least_busy":
            return min(places, key=lambda n: candidates[n].busy / candidates[n].weight)
        case "lowest_latency":
            return min(places, key=lambda n: candidates[n].latency_s or 0.0)
        case "lowest_cost":
            return min(places, key=lambda n: _cost(candidates[n]))
        case _:
            assert_never(strategy)


def _drawn(candidates: Sequence[Candidate], draw: float) -> int:
    left = draw * sum(each.weight for each in candidates)
    for place, each in enumerate(candidates):
        left -= each.weight
        if left < 0:
            return place
    return len(candidates) - 1


def _cost(candidate: Candidate) -> float:
    return float("inf") if candidate.cost is None else candidate.cost
