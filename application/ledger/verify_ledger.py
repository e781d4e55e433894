from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from application.ports.clock import Clock
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.transactions.audit import Audit, Tally
from domain.transactions.totals import Place, PlaceTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyLedger:
    """Prove the sums against the ledger, day by day; services may go on meanwhile."""

    transactions: Transactions
    totals: UsageTotals
    clock: Clock

    async def __call__(self, *, since: date | None = None) -> Audit:
        """From `since`, or from the first row on, to today (UTC) and the day after."""
        found = Audit()
        for day in await self.days(since):
            found += await self.day(day)
        return found

    async def days(self, since: date | None) -> list[date]:
        """A clock may be ahead: tomorrow counts."""
        first = since or await self.transactions.first_day()
        last = self.clock().astimezone(UTC).date() + timedelta(days=1)
        if first is None:
            first = last - timedelta(days=1)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    async def day(self, day: date) -> Audit:
        """The order of reading matters: sums, rows, what is open, and the sums again."""
        sums = await self._sums(day)
        tally = Tally()
        async for row in self.transactions.rows_of(day):
            tally.add(row)
        missing = tally.not_in(sums)
        if missing:
            on_their_way = {batch.id for batch in await self.transactions.open_batches()}
            later = await self._sums(day)
            missing &= tally.not_in(later)
            missing = frozenset(each for each in missing if each[1] not in on_their_way)
        return Audit(
            rows=tally.rows,
            sums=len(sums),
            differences=tuple(tally.differences(sums, missing=missing)),
            miscalculated=tuple(tally.miscalculated),
        )

    async def _sums(self, day: date) -> Mapping[Place, PlaceTotals]:
        return {each.place: each for each in await self.totals.sums_of(day)}
