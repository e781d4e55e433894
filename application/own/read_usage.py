from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Final

from application.ports.clock import Clock
from application.ports.usage_totals import UsageTotals
from domain.errors import Invalid
from domain.ids import UserId
from domain.transactions.totals import Totals, UserTotals

DAYS_MAX: Final = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUsage:
    """From `first` to `last`, both included; days are of UTC."""

    first: date
    last: date
    rows: Sequence[UserTotals]
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOwnUsage:
    """What somebody used in the last days, today among them. Raises `Invalid`, `Unavailable`."""

    usage_totals: UsageTotals
    clock: Clock

    async def __call__(self, *, days: int, by: UserId) -> OwnUsage:
        if not 1 <= days <= DAYS_MAX:
            raise Invalid(f"usage is shown for 1 to {DAYS_MAX} days")
        last = self.clock().astimezone(UTC).date()
        first = last - timedelta(days=days - 1)
        rows = await self.usage_totals.of_user(by, first, last)
        return OwnUsage(
            first=first, last=last, rows=rows, totals=sum((row.totals for row in rows), Totals())
        )
