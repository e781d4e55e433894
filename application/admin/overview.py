from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from application.admin.permissions import Principal, authorise
from application.ports.clock import Clock
from application.ports.usage_totals import UsageTotals
from domain.transactions.totals import HourTotals, Totals

HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`hours` has one row for each of the last 24 hours, oldest first, this one included."""

    today: Totals
    active_users: int
    hours: Sequence[HourTotals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Today (UTC) and the last hours at a glance."""

    usage_totals: UsageTotals
    clock: Clock

    async def __call__(self, *, by: Principal) -> Summary:
        authorise(by, "look")
        now = self.clock()
        first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
        rows = await self.usage_totals.by_day(now.date(), now.date())
        busy = {row.hour: row for row in await self.usage_totals.by_hour(first)}
        hours = [first + timedelta(hours=n) for n in range(HOURS)]
        return Summary(
            today=sum((row.totals for row in rows), Totals()),
            active_users=await self.usage_totals.active_users(now.date()),
            hours=[busy.get(hour, HourTotals(hour=hour, totals=Totals())) for hour in hours],
        )
