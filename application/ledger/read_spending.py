from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.spending import Spending, Spendings
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.allowances.claim import Fund
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.totals import hour_of
from domain.transactions.transaction import Payer

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)

_BySubject = Counter[str]
"""Nano-USD by `key:<id>`, `user:<id>`, `team:<id>` and `model:<name>`."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSpending(Spending, Spendings):
    """Whole days and hours by their sums; rows only where a period begins within an hour."""

    transactions: Transactions
    totals: UsageTotals
    clock: Clock

    @override
    async def of(self, fund: Fund) -> NanoUsd:
        return (await self.of_all([fund]))[fund.name]

    @override
    async def of_all(self, funds: Sequence[Fund]) -> Mapping[str, NanoUsd]:
        """The books are read once for all funds that begin at the same moment."""
        spent: dict[str, NanoUsd] = {}
        for start in {fund.starts_at for fund in funds}:
            alike = [fund for fund in funds if fund.starts_at == start]
            sums = await self._since(start, {_kind(fund) for fund in alike})
            spent |= {fund.name: NanoUsd(sums[fund.subject]) for fund in alike}
        return spent

    async def _since(self, start: datetime | None, kinds: set[str]) -> _BySubject:
        last = self.clock().astimezone(UTC).date() + _DAY
        if start is None:
            first = await self.transactions.first_day()
            return Counter() if first is None else await self._days(kinds, first, last)
        start = start.astimezone(UTC)
        whole = await self._days(kinds, start.date() + _DAY, last)
        return whole + await self._hours(start) + await self._rows(start)

    async def _days(self, kinds: set[str], first: date, last: date) -> _BySubject:
        sums: _BySubject = Counter()
        if first > last:
            return sums
        if "model" in kinds:
            for by_model in await self.totals.by_day(first, last):
                sums[f"model:{by_model.model}"] += by_model.totals.cost
        if kinds != {"model"}:
            for by_payer in await self.totals.by_payer(first, last):
                sums.update(_shares(by_payer.payer, by_payer.totals.cost))
        return sums

    async def _hours(self, start: datetime) -> _BySubject:
        """Of the first day, from the first whole hour on."""
        first = hour_of(start) if start == hour_of(start) else hour_of(start) + _HOUR
        sums: _BySubject = Counter()
        for each in await self.totals.sums_of(start.date()):
            if each.place.hour >= first:
                sums.update(_shares(each.place.payer, each.totals.cost, each.place.model))
        return sums

    async def _rows(self, start: datetime) -> _BySubject:
        sums: _BySubject = Counter()
        if start == hour_of(start):
            return sums
        async for row in self.transactions.rows_of(start.date()):
            call = row.transaction
            if call.at >= start and hour_of(call.at) == hour_of(start):
                sums.update(_shares(call.payer, call.cost or ZERO, call.model))
        return sums


def _kind(fund: Fund) -> str:
    return fund.subject.partition(":")[0]


def _shares(payer: Payer, cost: NanoUsd, model: str | None = None) -> Mapping[str, int]:
    """The same money, for each who is charged with it."""
    named: Iterable[tuple[str, str | None]] = (
        ("key", payer.key),
        ("user", payer.user),
        ("team", payer.team),
        ("model", model),
    )
    return {f"{kind}:{name}": cost for kind, name in named if name is not None}
