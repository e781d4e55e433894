from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from application.admin.permissions import Principal, authorise
from application.ports.usage_totals import UsageTotals
from domain.errors import Invalid
from domain.transactions.totals import DayTotals, Totals

DAYS_MAX = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    rows: Sequence[DayTotals]
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageByDay:
    """What was used from one day to another, both included, by day and model and in all."""

    usage_totals: UsageTotals

    async def __call__(self, first: date, last: date, *, by: Principal) -> Usage:
        authorise(by, "look")
        if last < first:
            raise Invalid(f"{last} is before {first}")
        if (last - first).days >= DAYS_MAX:
            raise Invalid(f"at most {DAYS_MAX} days at once")
        rows = await self.usage_totals.by_day(first, last)
        return Usage(rows=rows, totals=sum((row.totals for row in rows), Totals()))
