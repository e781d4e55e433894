from abc import abstractmethod
from typing import Protocol

from domain.paging import Page
from domain.transactions.call_filter import CallFilter
from domain.transactions.transaction import Transaction


class CallLog(Protocol):
    """The ledger, for those who look through it."""

    @abstractmethod
    async def find(
        self, wanted: CallFilter, *, cursor: str | None, limit: int
    ) -> Page[Transaction]:
        """Those that fit, newest first. Raise `Invalid` for a cursor that no page gave."""
