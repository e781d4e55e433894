from abc import abstractmethod
from collections.abc import AsyncIterator
from typing import Protocol

from domain.audit.act_filter import ActFilter
from domain.audit.entry import Act, Entry
from domain.paging import Page


class AuditLog(Protocol):
    """What was done by whom: one chain for all instances, to which entries are only added."""

    @abstractmethod
    async def append(self, act: Act) -> Entry:
        """Add an entry after the last one, whoever else adds at this moment.

        It is durable when this returns. Raises `Unavailable`.
        """

    @abstractmethod
    async def head(self) -> Entry | None:
        """Return the last entry; `None` while there is none. Raises `Unavailable`."""

    @abstractmethod
    async def find(self, wanted: ActFilter, *, cursor: str | None, limit: int) -> Page[Entry]:
        """Return a page of what fits, the last one first. Raises `Invalid` for a cursor."""

    @abstractmethod
    def entries(self) -> AsyncIterator[Entry]:
        """Yield every entry from the first one on."""
