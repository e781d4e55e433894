"""What this process knows of each deployment: who is busy, who is quick, who had better rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.catalog.models import Model
from domain.llm.events import Failure, FailureKind
from domain.routing.breaker import COOLDOWN_MAX_S, Breaker
from domain.routing.latency import Latency
from domain.routing.retrying import RetryBudget, consequence_of

_BLAMELESS: Final = frozenset({"final", "longer", "unfiltered"})
"""Refusals that a provider in good health gives."""
_THEIRS_MAX: Final = 10_000


@dataclass(slots=True)
class Standing:
    """One deployment, whichever public models it serves. Seconds are of one stopwatch."""

    breaker: Breaker = field(default_factory=Breaker)
    latency: Latency | None = None
    busy: int = 0
    cooled_until_s: float = 0.0
    failed_by: FailureKind = "overloaded"

    def allows(self, now_s: float) -> bool:
        return now_s >= self.cooled_until_s and self.breaker.allows(now_s)

    def rests_s(self, now_s: float) -> float:
        """How long nobody is to ask it."""
        return max(self.cooled_until_s, self.breaker.until_s, now_s) - now_s

    def began(self) -> None:
        self.breaker = self.breaker.began()

    def took(self, after_s: float, *, now_s: float) -> None:
        """So long it took to say its first word."""
        known = self.latency
        self.latency = (
            Latency.first(after_s, now_s=now_s)
            if known is None
            else known.seen(after_s, now_s=now_s)
        )

    def succeeded(self) -> None:
        self.breaker = self.breaker.succeeded()

    def failed(self, failure: Failure, *, now_s: float, probe: bool) -> None:
        if consequence_of(failure.kind) in _BLAMELESS:
            self.breaker = self.breaker.began().succeeded()
            return
        self.failed_by = failure.kind
        if failure.kind == "rate_limited" and failure.retry_after_s is not None:
            self.cooled_until_s = now_s + min(COOLDOWN_MAX_S, failure.retry_after_s)
            return
        self.breaker = self.breaker.failed(now_s, probe=probe)


class Standings:
    def __init__(self) -> None:
        self._of_places: dict[tuple[str, str], Standing] = {}
        self._of_theirs: dict[tuple[str, str, str], Standing] = {}
        self._budgets: dict[str, RetryBudget] = {}

    def of(self, place: Model) -> Standing:
        """Asked with a key of a person's own it is another: a bad one shuts nobody else out."""
        if place.credential is not None:
            return self._theirs((*place.place, place.credential.of))
        found = self._of_places.get(place.place)
        if found is None:
            found = self._of_places[place.place] = Standing()
        return found

    def _theirs(self, name: tuple[str, str, str]) -> Standing:
        """The oldest are forgotten beyond a number: people may save keys again and again."""
        found = self._of_theirs.get(name)
        if found is None:
            if len(self._of_theirs) >= _THEIRS_MAX:
                del self._of_theirs[next(iter(self._of_theirs))]
            found = self._of_theirs[name] = Standing()
        return found

    def resting(self) -> Sequence[tuple[str, str]]:
        """Provider and upstream name of those whose breaker is open."""
        return [place for place, found in self._of_places.items() if found.breaker.is_open]

    def earn(self, model: Model) -> None:
        """A call to a model allows a share of a retry."""
        known = self._budgets.get(model.name)
        self._budgets[model.name] = RetryBudget() if known is None else known.earn()

    def spend(self, model: Model, *, elsewhere: bool) -> bool:
        """Whether one more attempt may be made; then it is counted."""
        known = self._budgets.get(model.name, RetryBudget())
        if not known.allows(elsewhere=elsewhere):
            return False
        self._budgets[model.name] = known.spend()
        return True
