from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.conversations.retention import RetentionChoice
from domain.ids import UserId


class RetentionChoices(Protocol):
    """For how many days people want their conversations kept, of those who said so."""

    @abstractmethod
    async def of(self, owner: UserId) -> int | None:
        """Days, or `None` for somebody who chose nothing."""

    @abstractmethod
    async def choose(self, owner: UserId, days: int | None) -> None:
        """Replace the choice of before; `None` takes it back."""

    @abstractmethod
    async def all(self) -> Sequence[RetentionChoice]:
        """Everybody's."""
