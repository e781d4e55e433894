from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.conversations.branches import Tree
from domain.conversations.message import Message
from domain.files.use import FileUse
from domain.ids import ConversationId, FileId, MessageId


class Messages(Protocol):
    """All messages, one document each. Every question names the conversation."""

    @abstractmethod
    async def add(self, message: Message) -> None:
        """Store a new message, durably. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def add_all(self, messages: Sequence[Message]) -> None:
        """Store new messages, durably, whose ids nobody has used: all, or the first of them."""

    @abstractmethod
    async def get(self, id: MessageId, *, conversation: ConversationId) -> Message:
        """Return the message, or raise `NotFound`."""

    @abstractmethod
    async def save(self, message: Message) -> None:
        """Replace a stored message that is still streaming.

        Raise `Conflict` when the stored one has ended, `NotFound` when there is none.
        """

    @abstractmethod
    async def decide(self, message: Message) -> None:
        """Replace a stored message that is `asking`.

        Raise `Conflict` when the stored one is not, `NotFound` when there is none.
        """

    @abstractmethod
    async def tree(self, conversation: ConversationId) -> Tree:
        """Return the places of all messages, without their content."""

    @abstractmethod
    async def several(
        self, ids: Sequence[MessageId], *, conversation: ConversationId
    ) -> Sequence[Message]:
        """Return these messages, in the order asked for; missing ones are left out."""

    @abstractmethod
    async def anywhere(self, ids: Sequence[MessageId]) -> Sequence[Message]:
        """Return these messages of whatever conversation, in the order asked for.

        Whoever asks must look whose conversations they are in. Missing ones are left out.
        """

    @abstractmethod
    async def with_files(self, files: Sequence[FileId]) -> Sequence[FileUse]:
        """Return where these files go along with a message, of whichever conversation."""

    @abstractmethod
    async def files_of(self, conversation: ConversationId) -> Sequence[FileUse]:
        """Return the files that go along with its messages."""

    @abstractmethod
    async def delete(self, ids: Sequence[MessageId], *, conversation: ConversationId) -> None:
        """Remove these messages, the last ones first; no error for those that are not there."""

    @abstractmethod
    async def delete_all(self, conversation: ConversationId) -> None: ...
