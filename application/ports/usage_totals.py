from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.ids import UserId
from domain.transactions.batch import BatchId
from domain.transactions.totals import (
    DayTotals,
    HourTotals,
    PayerTotals,
    PlaceTotals,
    Share,
    UserTotals,
)
from domain.transactions.transaction import Transaction


class UsageTotals(Protocol):
    """Roll-ups of the ledger by hour, model, provider, user, team, key and client."""

    @abstractmethod
    async def add(self, batch: BatchId, rows: Sequence[Transaction]) -> None:
        """Add a batch's own rows to their hours (UTC), each place atomically and once.

        May be repeated with the same rows until it returns. A writer's batches come in order.
        """

    @abstractmethod
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        """Sums by day and model, both days included: by day, then model, then provider."""

    @abstractmethod
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        """Sums by hour, model and payer, of hours that began at or after `since`; oldest first."""

    @abstractmethod
    async def by_payer(self, first: date, last: date) -> Sequence[PayerTotals]:
        """Sums by day and payer, both days included, oldest first."""

    @abstractmethod
    async def shares(self, first: date, last: date) -> Sequence[Share]:
        """Sums by model, provider, payer and client, both days included; in no order."""

    @abstractmethod
    async def of_user(self, user: UserId, first: date, last: date) -> Sequence[UserTotals]:
        """One user's sums by day, model and key, both days included: by day, then model."""

    @abstractmethod
    async def sums_of(self, day: date) -> Sequence[PlaceTotals]:
        """Every sum of a day (UTC), with what is in it."""

    @abstractmethod
    async def restate(self, new: PlaceTotals, *, old: PlaceTotals | None) -> bool:
        """Put a sum in the place of `old`, or where there was none.

        False (and nothing changed) when batches were added since `old` was read.
        """

    @abstractmethod
    async def remove(self, old: PlaceTotals) -> bool:
        """Remove a sum. False when batches were added since it was read."""
