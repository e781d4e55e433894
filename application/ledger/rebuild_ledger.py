from dataclasses import dataclass
from datetime import date
from typing import Final

from application.ledger.verify_ledger import VerifyLedger
from application.ports.usage_totals import UsageTotals
from domain.errors import Conflict
from domain.transactions.audit import Difference
from domain.transactions.totals import Totals

_TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildLedger:
    """Put right every sum that is not what the ledger says; services may go on meanwhile."""

    verify: VerifyLedger
    totals: UsageTotals

    async def __call__(self, *, since: date | None = None) -> int:
        """Return how many sums were put right.

        Raises `Conflict` when sums change faster than they can be put right.
        """
        righted = 0
        for day in await self.verify.days(since):
            righted += await self._day(day)
        return righted

    async def _day(self, day: date) -> int:
        righted = 0
        for _ in range(_TRIES):
            differences = (await self.verify.day(day)).differences
            if not differences:
                return righted
            for difference in differences:
                righted += await self._put_right(difference)
        raise Conflict(f"the sums of {day} change all the time; try again later")

    async def _put_right(self, difference: Difference) -> bool:
        """False when the sum has changed meanwhile: it is looked at again."""
        if difference.right.totals == Totals() and difference.old is not None:
            return await self.totals.remove(difference.old)
        return await self.totals.restate(difference.right, old=difference.old)
