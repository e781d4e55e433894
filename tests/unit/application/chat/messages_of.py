"""A store of messages whose single acts a test can change."""

from collections.abc import Sequence

from typing_extensions import override

from adapters.outbound.memory.messages import MemoryMessages
from application.ports.messages import Messages
from domain.conversations.branches import Tree
from domain.conversations.message import Message
from domain.files.use import FileUse
from domain.ids import ConversationId, FileId, MessageId


class MessagesOf(Messages):
    """Passes everything on to memory; inherit, and override what is to be different."""

    def __init__(self) -> None:
        self.kept = MemoryMessages()

    @override
    async def save(self, message: Message) -> None:
        await self.kept.save(message)

    @override
    async def decide(self, message: Message) -> None:
        await self.kept.decide(message)

    @override
    async def add(self, message: Message) -> None:
        await self.kept.add(message)

    @override
    async def add_all(self, messages: Sequence[Message]) -> None:
        await self.kept.add_all(messages)

    @override
    async def get(self, id: MessageId, *, conversation: ConversationId) -> Message:
        return await self.kept.get(id, conversation=conversation)

    @override
    async def tree(self, conversation: ConversationId) -> Tree:
        return await self.kept.tree(conversation)

    @override
    async def several(
        self, ids: Sequence[MessageId], *, conversation: ConversationId
    ) -> Sequence[Message]:
        return await self.kept.several(ids, conversation=conversation)

    @override
    async def anywhere(self, ids: Sequence[MessageId]) -> Sequence[Message]:
        return await self.kept.anywhere(ids)

    @override
    async def with_files(self, files: Sequence[FileId]) -> Sequence[FileUse]:
        return await self.kept.with_files(files)

    @override
    async def files_of(self, conversation: ConversationId) -> Sequence[FileUse]:
        return await self.kept.files_of(conversation)

    @override
    async def delete(self, ids: Sequence[MessageId], *, conversation: ConversationId) -> None:
        await self.kept.delete(ids, conversation=conversation)

    @override
    async def delete_all(self, conversation: ConversationId) -> None:
        await self.kept.delete_all(conversation)
