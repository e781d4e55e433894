from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from domain.transactions.transaction import Transaction

KEPT: Final = timedelta(hours=25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What one model at one provider was asked in some minutes. Refused calls asked nobody."""

    model: str
    provider: str
    calls: int
    errors: int


class MinuteCounts(Protocol):
    """How many calls ended in each minute, for a day. May be lost: the books have them all."""

    @abstractmethod
    async def add(self, rows: Sequence[Transaction]) -> None:
        """Count calls that ended in the minute that is now. Raises `Unavailable`."""

    @abstractmethod
    async def of_last(self, minutes: int) -> Sequence[Traffic]:
        """Sums of so many minutes up to now, in no order. Raises `Unavailable`."""
