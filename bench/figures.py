"""Medians of the rounds, and what came of the goals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import median

from bench.measuring import Measured
from bench.scenarios import GOALS, Goal

Row = Mapping[str, float]
OURS = "Parley"
"""With limits, budgets and books."""
SCALED = "Parley, 2 workers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`figure` is `None` where nothing was measured."""

    goal: Goal
    figure: float | None

    @property
    def met(self) -> bool | None:
        return None if self.figure is None else self.figure <= self.goal.most


def medians(measured: Iterable[Measured]) -> dict[tuple[str, str], Row]:
    """By scenario and target."""
    found: defaultdict[tuple[str, str], list[Measured]] = defaultdict(list)
    for each in measured:
        found[each.scenario, each.target].append(each)
    return {place: _median(rounds) for place, rounds in found.items()}


def _median(rounds: list[Measured]) -> Row:
    told = [asdict(each) for each in rounds]
    names = [name for name, value in told[0].items() if isinstance(value, int | float)]
    row = {name: median(each[name] for each in told) for name in names}
    return {**row, "bad": max(each["bad"] for each in told)}


def outcomes(rows: Mapping[tuple[str, str], Row]) -> list[Outcome]:
    return [Outcome(goal=goal, figure=_figure(goal, rows)) for goal in GOALS]


def scaling(rows: Mapping[tuple[str, str], Row]) -> float | None:
    """How many times the requests of one worker two of them answered."""
    one, two = rows.get(("small-64", OURS)), rows.get(("small-64", SCALED))
    if one is None or two is None or not one["per_second"]:
        return None
    return two["per_second"] / one["per_second"]


def _figure(goal: Goal, rows: Mapping[tuple[str, str], Row]) -> float | None:
    row = rows.get((goal.scenario, OURS))
    if row is None:
        return None
    if goal.figure == "first_added_p99_ms":
        direct = rows.get((goal.scenario, "direct"))
        return None if direct is None else row["first_p99_ms"] - direct["first_p99_ms"]
    return row[goal.figure]
