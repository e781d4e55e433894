"""The sums behind a dashboard: the same calls twice, by model and by account, in equal slots."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, Self

from application.ports.usage_totals import UsageTotals
from domain.transactions.totals import Totals
from domain.transactions.transaction import Payer

Span = Literal["24h", "7d", "30d"]

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`steps` slots of `step` each from `since`; the last one has begun and is not over."""

    since: datetime
    step: timedelta
    steps: int

    @classmethod
    def ending(cls, now: datetime, span: Span) -> Self:
        """Whole hours or days of UTC, so that slots are those of the roll-ups."""
        step, steps = {"24h": (_HOUR, 24), "7d": (_DAY, 7), "30d": (_DAY, 30)}[span]
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        last = hour if step == _HOUR else hour.replace(hour=0)
        return cls(since=last - step * (steps - 1), step=step, steps=steps)

    @property
    def before(self) -> Self:
        """The window of the same length that ends where this one starts."""
        return replace(self, since=self.since - self.step * self.steps)

    @property
    def is_hourly(self) -> bool:
        return self.step == _HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What one model did in one hour or day, at all its providers."""

    at: datetime
    model: str
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What one account used in one hour or day."""

    at: datetime
    payer: Payer
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    slots: Sequence[Slot]
    paid: Sequence[Paid]

    @property
    def totals(self) -> Totals:
        return sum((slot.totals for slot in self.slots), Totals())

    @property
    def active_users(self) -> int:
        """How many people had a call, in chat or by a key of theirs."""
        return len({each.payer.user for each in self.paid} - {None})

    @property
    def active_users_by_slot(self) -> Mapping[datetime, int]:
        """How many people had a call in each slot that had any."""
        people = {(each.at, each.payer.user) for each in self.paid if each.payer.user}
        return dict(sorted(Counter(at for at, _ in people).items()))

    def until(self, moment: datetime) -> Self:
        return replace(
            self,
            slots=[slot for slot in self.slots if slot.at < moment],
            paid=[each for each in self.paid if each.at < moment],
        )

    def since(self, moment: datetime) -> Self:
        return replace(
            self,
            slots=[slot for slot in self.slots if slot.at >= moment],
            paid=[each for each in self.paid if each.at >= moment],
        )


async def figures_since(since: datetime, window: Window, totals: UsageTotals) -> Figures:
    """All there is from `since` on, which begins a slot of the window's kind."""
    if window.is_hourly:
        hours = await totals.by_hour(since)
        return Figures(
            slots=_added((row.hour, row.model, row.totals) for row in hours),
            paid=[Paid(at=row.hour, payer=row.payer, totals=row.totals) for row in hours],
        )
    last = (window.since + window.step * window.steps).date()
    days = await totals.by_day(since.date(), last)
    payers = await totals.by_payer(since.date(), last)
    return Figures(
        slots=_added((_midnight(row.day), row.model, row.totals) for row in days),
        paid=[Paid(at=_midnight(row.day), payer=row.payer, totals=row.totals) for row in payers],
    )


def _added(rows: Iterable[tuple[datetime, str, Totals]]) -> Sequence[Slot]:
    sums: dict[tuple[datetime, str], Totals] = {}
    for at, model, totals in rows:
        sums[at, model] = sums.get((at, model), Totals()) + totals
    return [Slot(at=at, model=model, totals=sums[at, model]) for at, model in sorted(sums)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
