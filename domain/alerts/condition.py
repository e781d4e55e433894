"""What there is to be told of. Each condition is about one subject, or about each of a kind."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, TypeAlias

from domain.allowances.terms import MONEY_MAX
from domain.errors import Invalid
from domain.ids import UserId
from domain.transactions.money import NanoUsd

PERCENT_MAX: Final = 1_000
MINUTES_MAX: Final = 24 * 60
SECONDS_MAX: Final = 24 * 3_600
CALLS_MAX: Final = 1_000_000
ID_LENGTH_MAX: Final = 200

ScopeKind: TypeAlias = Literal["all", "key", "user", "team", "model", "provider"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`all` is everything together, or whoever there is; another kind without `id` is each of it.

    `id` of a model or provider is its name.
    """

    kind: ScopeKind = "all"
    id: str = ""

    def __post_init__(self) -> None:
        if self.kind == "all" and self.id:
            raise Invalid("what is about all is about nobody alone")
        if len(self.id) > ID_LENGTH_MAX:
            raise Invalid(f"there is no name of more than {ID_LENGTH_MAX} characters")

    @property
    def subject(self) -> str:
        """Such as `user:ada`."""
        return f"{self.kind}:{self.id}"

    def holds(self, kind: str, id: str) -> bool:
        return self.kind == "all" or (self.kind == kind and self.id in {"", id})


ALL: Final = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetUsed:
    """So many percent of a budget are spent, in its period that is now."""

    percent: int
    scope: Scope = ALL
    kind: Literal["budget_used"] = "budget_used"

    def __post_init__(self) -> None:
        _within("percent", self.percent, PERCENT_MAX)
        _about(self.scope, {"all", "key", "user", "team", "model"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendAbove:
    """So much money is spent in an hour or a day of UTC; each of a kind by itself."""

    window: Literal["hour", "day"]
    limit: NanoUsd
    scope: Scope = ALL
    kind: Literal["spend_above"] = "spend_above"

    def __post_init__(self) -> None:
        if not 0 < self.limit <= MONEY_MAX:
            raise Invalid("limit: more than nothing, and at most 9,000,000 USD")
        _about(self.scope, {"all", "key", "user", "team", "model"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorShare:
    """So many percent of the calls of the last minutes failed, where there were enough of them."""

    percent: int
    minutes: int
    least_calls: int
    scope: Scope = field(default_factory=lambda: Scope(kind="provider"))
    kind: Literal["error_share"] = "error_share"

    def __post_init__(self) -> None:
        _within("percent", self.percent, 100)
        _within("minutes", self.minutes, MINUTES_MAX)
        _within("least_calls", self.least_calls, CALLS_MAX)
        _about(self.scope, {"all", "model", "provider"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDown:
    """Some process keeps away from a provider, as it failed again and again."""

    scope: Scope = field(default_factory=lambda: Scope(kind="provider"))
    kind: Literal["provider_down"] = "provider_down"

    def __post_init__(self) -> None:
        _about(self.scope, {"provider"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nobody called for so many minutes."""

    minutes: int
    scope: Scope = ALL
    kind: Literal["silence"] = "silence"

    def __post_init__(self) -> None:
        _within("minutes", self.minutes, MINUTES_MAX)
        _about(self.scope, {"all", "model", "provider"})
        if self.scope.kind != "all" and not self.scope.id:
            raise Invalid("scope: say of which model or provider: others may be silent for good")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalBehind:
    """Some process has had calls for so long that are not in the books."""

    seconds: int
    kind: Literal["journal_behind"] = "journal_behind"

    def __post_init__(self) -> None:
        _within("seconds", self.seconds, SECONDS_MAX)

    @property
    def scope(self) -> Scope:
        return ALL


Condition: TypeAlias = BudgetUsed | SpendAbove | ErrorShare | ProviderDown | Silence | JournalBehind

CALM_AFTER: Final = timedelta(minutes=1)
"""For so long all must be well before an alert is over: what comes and goes fires once."""


def user_of(condition: Condition) -> UserId | None:
    """Whose account it is about alone."""
    scope = condition.scope
    return UserId(scope.id) if scope.kind == "user" and scope.id else None


def _within(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise Invalid(f"{name}: between 1 and {most:,}")


def _about(scope: Scope, kinds: set[ScopeKind]) -> None:
    if scope.kind not in kinds:
        raise Invalid(f"scope: nothing is known of this for a {scope.kind}")
