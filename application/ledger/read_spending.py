from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.spending import Spending
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.allowances.claim import Fund, charges
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.totals import hour_of
from domain.transactions.transaction import Payer

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSpending(Spending):
    """Whole days and hours by their sums; rows only where a period begins within an hour."""

    transactions: Transactions
    totals: UsageTotals
    clock: Clock

    @override
    async def of(self, fund: Fund) -> NanoUsd:
        last = self.clock().astimezone(UTC).date() + _DAY
        if fund.starts_at is None:
            first = await self.transactions.first_day()
            return ZERO if first is None else await self._days(fund, first, last)
        start = fund.starts_at.astimezone(UTC)
        whole = await self._days(fund, start.date() + _DAY, last)
        return NanoUsd(whole + await self._hours(fund, start) + await self._rows(fund, start))

    async def _days(self, fund: Fund, first: date, last: date) -> NanoUsd:
        kind, _, name = fund.subject.partition(":")
        if first > last:
            return ZERO
        if kind == "model":
            by_model = await self.totals.by_day(first, last)
            return NanoUsd(sum(row.totals.cost for row in by_model if row.model == name))
        by_payer = await self.totals.by_payer(first, last)
        return NanoUsd(sum(row.totals.cost for row in by_payer if _is(row.payer, kind, name)))

    async def _hours(self, fund: Fund, start: datetime) -> NanoUsd:
        """Of the first day, from the first whole hour on."""
        first = hour_of(start) if start == hour_of(start) else hour_of(start) + _HOUR
        kind, _, name = fund.subject.partition(":")
        sums = [
            each for each in await self.totals.sums_of(start.date()) if each.place.hour >= first
        ]
        return NanoUsd(
            sum(
                each.totals.cost
                for each in sums
                if (
                    each.place.model == name
                    if kind == "model"
                    else _is(each.place.payer, kind, name)
                )
            )
        )

    async def _rows(self, fund: Fund, start: datetime) -> NanoUsd:
        if start == hour_of(start):
            return ZERO
        spent = 0
        async for row in self.transactions.rows_of(start.date()):
            call = row.transaction
            if hour_of(call.at) == hour_of(start) and charges(fund, call):
                spent += call.cost or ZERO
        return NanoUsd(spent)


def _is(payer: Payer, kind: str, name: str) -> bool:
    return {"key": payer.key, "user": payer.user, "team": payer.team}.get(kind) == name
