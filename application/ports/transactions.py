from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Protocol

from domain.ids import RequestId
from domain.transactions.batch import Batch, BatchId, BookedRow, WriterId
from domain.transactions.transaction import Transaction


class Transactions(Protocol):
    """The ledger: append-only, one row a request."""

    @abstractmethod
    async def record(self, batch: Batch) -> Sequence[Transaction]:
        """Store those of its rows whose ids are not in the books yet; return the batch's own.

        Own are the rows that this batch brought, in an earlier try of the same batch too. The
        batch is open from the start of this until `finish`. Raises `Invalid` when a row cannot
        be stored at all; some of the others may be stored then.
        """

    @abstractmethod
    async def finish(self, id: BatchId) -> None:
        """Note that everything which follows from the batch is done; nothing when it was."""

    @abstractmethod
    async def open_batches(self, writer: WriterId | None = None) -> Sequence[Batch]:
        """Return those begun and not finished, with their own rows, by writer and number."""

    @abstractmethod
    async def get(self, id: RequestId) -> Transaction:
        """Return the row, or raise `NotFound`."""

    @abstractmethod
    async def latest(self, limit: int) -> Sequence[Transaction]:
        """The last rows, newest first."""

    @abstractmethod
    async def first_day(self) -> date | None:
        """Return the day (UTC) of the oldest row; `None` while there is none."""

    @abstractmethod
    def rows_of(self, day: date) -> AsyncIterator[BookedRow]:
        """Yield each row of a day (UTC), oldest first."""
