"""One batch of calls into the ledger and its roll-ups: each step once, whatever happens between.

The ledger holds each request once and remembers which batch brought it. Each sum remembers
the last batch of each writer that it has. So every step can be done again, by anybody, and
the ledger's note of open batches says where it must be.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from application.ports.call_feed import CallFeed
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals
from domain.errors import Unavailable
from domain.transactions.batch import Batch, WriterId
from domain.transactions.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """`count` and `minutes` hear of the rows of each batch, for figures that nobody waits for.

    What `minutes` raises as `Unavailable` is lost.
    """

    transactions: Transactions
    totals: UsageTotals
    feed: CallFeed
    count: Callable[[Sequence[Transaction]], None] | None = None
    minutes: Callable[[Sequence[Transaction]], Awaitable[None]] | None = None

    async def write(self, batch: Batch) -> None:
        """Record, sum up, announce. To be repeated with the same batch while it raises.

        Raises `Invalid` when one of the rows cannot be stored at all.
        """
        rows = await self.transactions.record(batch)
        await self.totals.add(batch.id, rows)
        await self.transactions.finish(batch.id)
        if self.count is not None:
            self.count(rows)
        await self._announce(rows)

    async def complete(self, writer: WriterId) -> None:
        """Do what is left of the batches of a writer who has died.

        All rows that it ever gave to a batch must be in the ledger by now.
        """
        for batch in await self.transactions.open_batches(writer):
            await self.totals.add(batch.id, batch.rows)
            await self.transactions.finish(batch.id)

    async def _announce(self, rows: Sequence[Transaction]) -> None:
        try:
            await self.feed.publish(*rows)
            if self.minutes is not None:
                await self.minutes(rows)
        except Unavailable:
            return  # Live views lose some lines; the books have them.
