from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.transactions.totals import DayTotals, HourTotals
from domain.transactions.transaction import Transaction


class UsageTotals(Protocol):
    """Roll-ups of the ledger by hour, model, provider, user, team and key."""

    @abstractmethod
    async def add(self, transaction: Transaction) -> None:
        """Add one call to its hour (UTC, by `transaction.at`), atomically."""

    @abstractmethod
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        """Sums by day and model, both days included: by day, then model, then provider."""

    @abstractmethod
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        """Sums of each hour that began at or after `since` and had calls, oldest first."""

    @abstractmethod
    async def active_users(self, day: date) -> int:
        """How many people had a call on that day, in chat or by a key of theirs."""
