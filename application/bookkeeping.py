"""Getting each finished call into the books, once, also when the books are away for long.

A call is written to the journal of its process, which nobody waits for. Beside the requests
one task carries the journal into the ledger, batch by batch, and also the journals of
processes on this machine that have died.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import chain, repeat
from typing import Final

from application.books import Books
from application.ports.clock import Stopwatch
from application.ports.journal import Abandoned, Journal, Journals, Unbooked
from domain.errors import Invalid, Unavailable
from domain.transactions.batch import Batch, BatchId
from domain.transactions.transaction import Transaction

PAUSES_S: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
ROWS_MAX: Final = 500
CLAIM_EVERY_S: Final = 2.0
GATHER_S: Final = 0.1
"""How long a call waits for others: a batch of one costs nearly as much as one of hundreds."""


class Bookkeeper:
    """`pauses_s` are between tries while the books are away; the last one is repeated."""

    def __init__(  # noqa: PLR0913 - each but the first three has a usual value
        self,
        *,
        journal: Journal,
        journals: Journals,
        books: Books,
        pauses_s: Sequence[float] = PAUSES_S,
        claim_every_s: float = CLAIM_EVERY_S,
        settle_for_the_dead: Callable[[Sequence[Transaction]], Awaitable[None]] | None = None,
        stopwatch: Stopwatch = time.monotonic,
    ) -> None:
        self._stopwatch = stopwatch
        self._journal = journal
        self._journals = journals
        self._books = books
        self._pauses_s = pauses_s
        self._claim_every_s = claim_every_s
        self._settle_for_the_dead = settle_for_the_dead
        self._number = 0
        self._begun: Batch | None = None
        self._behind_since_s: float | None = None

    @property
    def waiting(self) -> int:
        """How many ended calls of this process are not in the books yet."""
        return self._journal.waiting

    def draft(self, transaction: Transaction) -> None:
        """Say what is to be booked should this process die. Raises `Unavailable`."""
        self._journal.draft(transaction)

    def book(self, transaction: Transaction) -> None:
        """Say the last word on a call; it will be in the books."""
        self._journal.close(transaction)

    def behind_s(self) -> int:
        """For how many seconds there have been calls that are not in the books."""
        since_s = self._behind_since_s
        return 0 if since_s is None else int(self._stopwatch() - since_s)

    @asynccontextmanager
    async def running(self, *, patience_s: float) -> AsyncGenerator[None]:
        """Open the journal and be ready to `run`; at the end carry on for `patience_s`."""
        await self._journal.begin()
        try:
            yield
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience_s):
                    await self.carry()
            await self._journal.end(keep=self._begun is not None)

    async def run(self) -> None:
        """Carry everything that comes, without end. Cancel it, or start it again, at any time."""
        clock = asyncio.get_running_loop().time
        while True:
            await self.take_over()
            due_s = clock() + self._claim_every_s
            while (left_s := due_s - clock()) > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(left_s):
                        await self._journal.something()
                        await asyncio.sleep(GATHER_S)
                await self.carry()

    async def carry(self) -> None:
        """Carry all that is in the journal now into the books."""
        while await self._carry_some(self._journal):
            pass
        self._behind_since_s = None

    async def take_over(self) -> None:
        """Carry the journals of the dead into the books; what is new goes before each step."""
        if self._settle_for_the_dead is not None:
            await self._settle_for_the_dead(())  # what could not be settled before
        while (abandoned := await self._journals.claim()) is not None:
            try:
                await self._take_over(abandoned)
            finally:
                await abandoned.release()

    async def _take_over(self, abandoned: Abandoned) -> None:
        while rows := await abandoned.ahead(ROWS_MAX):
            if self._settle_for_the_dead is not None:
                await self._settle_for_the_dead(rows)
            await self._carry_some(abandoned)
            await self.carry()
        await self._insist(lambda: self._books.complete(abandoned.writer))
        await abandoned.discard()

    async def _carry_some(self, source: Unbooked) -> bool:
        rows = await source.ahead(ROWS_MAX)
        if rows:
            if self._behind_since_s is None:
                self._behind_since_s = self._stopwatch()
            await self._write(rows)
            await source.done(len(rows))
        return bool(rows)

    async def _write(self, rows: Sequence[Transaction]) -> None:
        """A batch that was cut off goes first: a writer's batches come in order."""
        if self._begun is not None:
            await self._finish(self._begun)
        self._number += 1
        batch = BatchId(writer=self._journal.writer, number=self._number)
        self._begun = Batch(id=batch, rows=tuple(rows))
        await self._finish(self._begun)

    async def _finish(self, batch: Batch) -> None:
        try:
            await self._insist(lambda: self._books.write(batch))
            self._begun = None
        except Invalid:
            await self._insist(lambda: self._books.complete(batch.id.writer))
            self._begun = None
            await self._sort_out(batch)

    async def _sort_out(self, batch: Batch) -> None:
        """One row cannot be stored: it must not keep the others out of the books."""
        if len(batch.rows) == 1:
            await self._journals.set_aside(batch.rows[0])
            return
        for row in batch.rows:
            await self._write([row])

    async def _insist(self, work: Callable[[], Awaitable[None]]) -> None:
        for pause_s in chain(self._pauses_s, repeat(self._pauses_s[-1])):
            try:
                await work()
            except Unavailable:
                await asyncio.sleep(pause_s)
            else:
                return
