"""How much somebody may use: so many calls and tokens a minute, so many at once, so much money."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from domain.errors import Invalid
from domain.transactions.money import NanoUsd

Window = Literal["day", "week", "month", "total"]

COUNT_MAX: Final = 1_000_000_000_000
MONEY_MAX: Final = 9_000_000 * 1_000_000_000
"""What a Redis script can count exactly: its numbers are doubles."""
BUDGETS_MAX: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`None`: as much as others leave. Minutes are the sixty seconds up to now."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    parallel: int | None = None

    def __post_init__(self) -> None:
        given = (self.requests_per_minute, self.tokens_per_minute, self.parallel)
        for count in given:
            if count is not None and not 0 < count <= COUNT_MAX:
                raise Invalid(f"a limit is between 1 and {COUNT_MAX:,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`end` is the first moment that is not in it; neither has one when it is all time."""

    name: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """So much money a day, week (from Monday), month, or in all, by the calendar of `zone`.

    A soft one lets calls go on when it is used up; it is told, and that is all.
    """

    window: Window
    limit: NanoUsd
    hard: bool = True
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not 0 <= self.limit <= MONEY_MAX:
            raise Invalid(f"a budget is between 0 and {MONEY_MAX // 10**9:,} USD")
        _zone(self.zone)

    def period(self, at: datetime) -> Period:
        """The one that a moment is in; its days have 23 or 25 hours where clocks are changed."""
        return _period(self.window, self.zone, at.replace(second=0, microsecond=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for a subject: `key:<id>`, `user:<id>`, `team:<id>`, `model:<name>`, `ip:<…>`."""

    subject: str
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()


def check_budgets(budgets: Sequence[Budget]) -> None:
    """Raise `Invalid` for too many, and for two that could not be told apart."""
    if len(budgets) > BUDGETS_MAX:
        raise Invalid(f"there are at most {BUDGETS_MAX} budgets")
    if len({(each.window, each.zone, each.hard) for each in budgets}) < len(budgets):
        raise Invalid("two budgets have the same window, zone and hardness")


@lru_cache(maxsize=1024)
def _period(window: Window, zone_name: str, minute: datetime) -> Period:
    """Clocks are changed at a minute's beginning."""
    if window == "total":
        return Period(name="total", start=None, end=None)
    zone = _zone(zone_name)
    there = minute.astimezone(zone)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0, fold=0, tzinfo=None)
    first, after = _days(midnight, window)
    return Period(
        name=f"{window}-{first:%Y%m%d}",
        start=first.replace(tzinfo=zone).astimezone(UTC),
        end=after.replace(tzinfo=zone).astimezone(UTC),
    )


def _days(midnight: datetime, window: Window) -> tuple[datetime, datetime]:
    match window:
        case "week":
            first = midnight - timedelta(days=midnight.weekday())
            return first, first + timedelta(days=7)
        case "month":
            first = midnight.replace(day=1)
            return first, (first + timedelta(days=32)).replace(day=1)
        case _:
            return midnight, midnight + timedelta(days=1)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise Invalid(f"there is no time zone {name[:60]!r}") from None
