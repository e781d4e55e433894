from collections.abc import Iterable, Iterator, Sequence
from typing import final

from typing_extensions import override

from application.ports.messages import Messages
from domain.conversations.branches import Node, Tree
from domain.conversations.message import Message
from domain.errors import Conflict, NotFound
from domain.files.use import FileUse
from domain.ids import ConversationId, FileId, MessageId


@final
class MemoryMessages(Messages):
    def __init__(self) -> None:
        self._by_id: dict[MessageId, Message] = {}

    @override
    async def add(self, message: Message) -> None:
        if message.id in self._by_id:
            raise Conflict(f"message {message.id!r} is there already")
        self._by_id[message.id] = message

    @override
    async def add_all(self, messages: Sequence[Message]) -> None:
        for message in messages:
            await self.add(message)

    @override
    async def get(self, id: MessageId, *, conversation: ConversationId) -> Message:
        message = self._by_id.get(id)
        if message is None or message.conversation != conversation:
            raise NotFound(f"no message {id!r} in this conversation")
        return message

    @override
    async def save(self, message: Message) -> None:
        stored = await self.get(message.id, conversation=message.conversation)
        if stored.state != "streaming":
            raise Conflict(f"message {message.id!r} has ended")
        self._by_id[message.id] = message

    @override
    async def decide(self, message: Message) -> None:
        stored = await self.get(message.id, conversation=message.conversation)
        if stored.state != "asking":
            raise Conflict(f"message {message.id!r} asks for nothing")
        self._by_id[message.id] = message

    @override
    async def tree(self, conversation: ConversationId) -> Tree:
        here = [each for each in self._by_id.values() if each.conversation == conversation]
        return Tree.of([Node(id=each.id, parent=each.parent) for each in here])

    @override
    async def several(
        self, ids: Sequence[MessageId], *, conversation: ConversationId
    ) -> Sequence[Message]:
        found = (self._by_id.get(each) for each in ids)
        return tuple(each for each in found if each and each.conversation == conversation)

    @override
    async def anywhere(self, ids: Sequence[MessageId]) -> Sequence[Message]:
        found = (self._by_id.get(each) for each in ids)
        return tuple(each for each in found if each is not None)

    @override
    async def with_files(self, files: Sequence[FileId]) -> Sequence[FileUse]:
        return tuple(use for use in self._uses(self._by_id.values()) if use.file in files)

    @override
    async def files_of(self, conversation: ConversationId) -> Sequence[FileUse]:
        here = (each for each in self._by_id.values() if each.conversation == conversation)
        return tuple(self._uses(here))

    def _uses(self, messages: Iterable[Message]) -> Iterator[FileUse]:
        for message in messages:
            for file in message.files:
                yield FileUse(file=file, conversation=message.conversation, message=message.id)

    @override
    async def delete(self, ids: Sequence[MessageId], *, conversation: ConversationId) -> None:
        for message in await self.several(ids, conversation=conversation):
            del self._by_id[message.id]

    @override
    async def delete_all(self, conversation: ConversationId) -> None:
        others = (each for each in self._by_id.values() if each.conversation != conversation)
        self._by_id = {each.id: each for each in others}
