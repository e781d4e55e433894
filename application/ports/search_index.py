from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.ids import ConversationId, MessageId, UserId
from domain.search.entry import Entry, Place
from domain.search.query import Query


class SearchIndex(Protocol):
    """Which texts of a person have which words. It may know texts that are gone meanwhile."""

    @abstractmethod
    async def add(self, entries: Sequence[Entry]) -> None:
        """Keep what may be found from now on. The same text may come again."""

    @abstractmethod
    async def find(self, query: Query, *, owner: UserId, limit: int) -> Sequence[Place]:
        """The owner's texts that have all terms, those added last first, each once."""

    @abstractmethod
    async def forget(
        self, conversation: ConversationId, messages: Sequence[MessageId] | None = None
    ) -> None:
        """Find these messages no more; with `None` nothing of the conversation."""

    @abstractmethod
    async def forget_owner(self, owner: UserId) -> None:
        """Keep nothing of this person."""

    @abstractmethod
    async def untidy(self) -> Sequence[UserId]:
        """Whose part of the index wants tidying."""

    @abstractmethod
    async def tidy(self, owner: UserId) -> None:
        """Make it quick to search, and drop the words of what is forgotten.

        Nothing is found differently. One at a time for an owner; a second one does no harm.
        """
