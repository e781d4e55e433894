"""Getting each finished call into the books, once, also when the books are away for a while."""

import asyncio
from collections.abc import Sequence
from typing import Final

from application.ports.call_feed import CallFeed
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.errors import Unavailable
from domain.transactions.transaction import Transaction

PAUSES_S: Final = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 60, 60, 60, 60)


class Bookkeeper:
    """Books in tasks of its own, so that a caller who is cancelled takes no booking along.

    While a store is away a booking is tried again after each of `pauses_s`; it is given up,
    with an exception for the task's log, only after the last.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        totals: UsageTotals,
        feed: CallFeed,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._transactions = transactions
        self._totals = totals
        self._feed = feed
        self._pauses_s = pauses_s
        self._open: set[asyncio.Task[None]] = set()

    async def book(self, transaction: Transaction, *, patience_s: float) -> None:
        """Return when the call is in the books, or after `patience_s`; the work goes on."""
        task = asyncio.get_running_loop().create_task(self._book(transaction))
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        await asyncio.wait({task}, timeout=patience_s)

    async def drain(self, *, patience_s: float) -> None:
        """Wait for what is still open, at the end of the process."""
        if self._open:
            await asyncio.wait(self._open, timeout=patience_s)

    async def _book(self, transaction: Transaction) -> None:
        if await self._insist(transaction):
            await self._announce(transaction)

    async def _insist(self, transaction: Transaction) -> bool:
        """Record and sum up. False when the call is in the books already."""
        recorded = False
        for pause_s in (*self._pauses_s, None):
            try:
                recorded = recorded or await self._transactions.record(transaction)
                if recorded:
                    await self._totals.add(transaction)
            except Unavailable:
                if pause_s is None:
                    raise
                await asyncio.sleep(pause_s)
            else:
                break
        return recorded

    async def _announce(self, transaction: Transaction) -> None:
        try:
            await self._feed.publish(transaction)
        except Unavailable:
            return  # Live views lose one line; the books have it.
