from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

from domain.ids import UserId


class PersonalData(Protocol):
    """All that a lasting store keeps of people: whatever names an owner, and what hangs on it."""

    @abstractmethod
    async def erase(self, user: UserId) -> Collection[str]:
        """Remove all that is theirs, themselves last; return the ids of what there was.

        The books stay: a row of them names whom it was booked to by an id that then leads
        nowhere. May be asked again, also after it was cut off. Raises `Unavailable`.
        """


class Traces(Protocol):
    """What a fast store still knows under somebody's id, or under that of something of theirs."""

    @abstractmethod
    async def erase(self, ids: Collection[str]) -> None:
        """Remove it now, whenever it would have ended by itself. Raises `Unavailable`."""
