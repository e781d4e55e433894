from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.conversations.conversation import Conversation, Shelf
from domain.ids import ConversationId, ProjectId, UserId
from domain.paging import Page


class Conversations(Protocol):
    """All conversations. Every question names the owner: a stranger's is simply not there."""

    @abstractmethod
    async def add(self, conversation: Conversation) -> Conversation:
        """Store a new one at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: ConversationId, *, owner: UserId) -> Conversation:
        """Return the conversation, or raise `NotFound`."""

    @abstractmethod
    async def several(
        self, ids: Sequence[ConversationId], *, owner: UserId
    ) -> Sequence[Conversation]:
        """Return the owner's of these, in the order asked for; the others are left out."""

    @abstractmethod
    async def owner_of(self, id: ConversationId) -> UserId:
        """Whose it is, for work that nobody asked for. Raise `NotFound`."""

    @abstractmethod
    async def save(self, conversation: Conversation) -> Conversation:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def page(
        self,
        owner: UserId,
        *,
        shelf: Shelf,
        tag: str | None,
        project: ProjectId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[Conversation]:
        """The owner's on that shelf, last changed first; with a tag, those that have it alone.

        Temporary ones are on none.

        With a project those that are in it, with `NO_PROJECT` those that are in none.

        Raise `Invalid` for a cursor that no page gave.
        """

    @abstractmethod
    async def idle(
        self,
        *,
        before: datetime,
        temporary: bool,
        owner: UserId | None = None,
        limit: int,
    ) -> Sequence[Conversation]:
        """Those not changed since `before`, the longest first: everybody's, or the owner's.

        Either the temporary ones or the others, of which those that are pinned are left out.
        """

    @abstractmethod
    async def delete(self, id: ConversationId, *, owner: UserId) -> None:
        """Remove it; no error when it is not there."""
