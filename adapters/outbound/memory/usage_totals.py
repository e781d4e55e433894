from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import final

from typing_extensions import override

from application.ports.usage_totals import UsageTotals
from domain.transactions.totals import DayTotals, HourTotals, Totals
from domain.transactions.transaction import Transaction


@final
class MemoryUsageTotals(UsageTotals):
    def __init__(self) -> None:
        self._added: list[Transaction] = []

    @override
    async def add(self, transaction: Transaction) -> None:
        self._added.append(transaction)

    @override
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        sums: dict[tuple[date, str, str], Totals] = {}
        for each in self._added:
            day = each.at.astimezone(UTC).date()
            if first <= day <= last:
                place = (day, each.model, each.provider)
                sums[place] = sums.get(place, Totals()) + Totals.of(each)
        return tuple(
            DayTotals(day=day, model=model, provider=provider, totals=sums[day, model, provider])
            for day, model, provider in sorted(sums)
        )

    @override
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        sums: dict[datetime, Totals] = {}
        for each in self._added:
            hour = each.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            if hour >= since:
                sums[hour] = sums.get(hour, Totals()) + Totals.of(each)
        return tuple(HourTotals(hour=hour, totals=sums[hour]) for hour in sorted(sums))

    @override
    async def active_users(self, day: date) -> int:
        that_day = (each for each in self._added if each.at.astimezone(UTC).date() == day)
        return len({each.payer.user for each in that_day} - {None})
