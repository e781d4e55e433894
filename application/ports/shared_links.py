from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.conversations.sharing import SharedLink
from domain.ids import ShareId, UserId


class SharedLinks(Protocol):
    """Who may be read by everybody."""

    @abstractmethod
    async def add(self, link: SharedLink) -> None:
        """Store a new one. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: ShareId) -> SharedLink:
        """Return the link, whoever asks, or raise `NotFound`."""

    @abstractmethod
    async def of_owner(self, owner: UserId) -> Sequence[SharedLink]:
        """Somebody's, newest first; those that ended too until they are removed."""

    @abstractmethod
    async def ended(self, at: datetime, *, limit: int) -> Sequence[SharedLink]:
        """Some of those that have ended by then."""

    @abstractmethod
    async def remove(self, id: ShareId) -> None:
        """No error when it is not there."""
