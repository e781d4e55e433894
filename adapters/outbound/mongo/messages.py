from collections.abc import Iterator, Sequence
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo import message_parts
from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.known_trees import MongoKnownTrees
from application.ports.messages import Messages
from domain.conversations.branches import Tree
from domain.conversations.message import AnswerCost, AnswerError, Message, MessageState
from domain.errors import Conflict, NotFound
from domain.files.use import FileUse
from domain.ids import ConversationId, FileId, GenerationId, MessageId

_COST: Final = TypeAdapter(AnswerCost | None)
_ERROR: Final = TypeAdapter(AnswerError | None)
_USES: Final = {"conversation": 1, "files": 1}
_AT_ONCE: Final = 200
"""Messages of one write: far below what one may hold."""


@final
class MongoMessages(Messages):
    """One document a message."""

    def __init__(self, database: Database) -> None:
        self._collection = database["messages"]
        self._trees = MongoKnownTrees(database)

    @override
    async def add(self, message: Message) -> None:
        with mongo_errors(taken=f"message {message.id!r} is there already"):
            await self._collection.insert_one(_to_document(message))

    @override
    async def add_all(self, messages: Sequence[Message]) -> None:
        conversations = dict.fromkeys(each.conversation for each in messages)
        for each in conversations:
            await self._trees.forget(each)
        await self._insert(messages)
        for each in conversations:
            await self._trees.forget(each)

    async def _insert(self, messages: Sequence[Message]) -> None:
        for first in range(0, len(messages), _AT_ONCE):
            documents = [_to_document(each) for each in messages[first : first + _AT_ONCE]]
            with mongo_errors():
                await self._collection.insert_many(documents, ordered=True)

    @override
    async def get(self, id: MessageId, *, conversation: ConversationId) -> Message:
        with mongo_errors():
            found = await self._collection.find_one({"_id": id, "conversation": conversation})
        if found is None:
            raise NotFound(f"no message {id!r} in this conversation")
        return _from_document(found)

    @override
    async def save(self, message: Message) -> None:
        if not await self._replace(message, was="streaming"):
            raise Conflict(f"message {message.id!r} has ended")

    @override
    async def decide(self, message: Message) -> None:
        if not await self._replace(message, was="asking"):
            raise Conflict(f"message {message.id!r} asks for nothing")

    async def _replace(self, message: Message, *, was: MessageState) -> bool:
        """Whether the stored one was in that state, and so is replaced."""
        place = {"_id": message.id, "conversation": message.conversation}
        with mongo_errors():
            outcome = await self._collection.replace_one(
                {**place, "state": was}, _to_document(message)
            )
            if outcome.matched_count:
                return True
            if await self._collection.find_one(place) is None:
                raise NotFound(f"no message {message.id!r} in this conversation")
        return False

    @override
    async def tree(self, conversation: ConversationId) -> Tree:
        return Tree.of(await self._trees.read(conversation))

    @override
    async def several(
        self, ids: Sequence[MessageId], *, conversation: ConversationId
    ) -> Sequence[Message]:
        with mongo_errors():
            wanted = {"_id": {"$in": list(ids)}, "conversation": conversation}
            found = await self._collection.find(wanted).to_list(None)
        by_id = {each["_id"]: each for each in found}
        return tuple(_from_document(by_id[each]) for each in ids if each in by_id)

    @override
    async def anywhere(self, ids: Sequence[MessageId]) -> Sequence[Message]:
        with mongo_errors():
            found = await self._collection.find({"_id": {"$in": list(ids)}}).to_list(None)
        by_id = {each["_id"]: each for each in found}
        return tuple(_from_document(by_id[each]) for each in ids if each in by_id)

    @override
    async def with_files(self, files: Sequence[FileId]) -> Sequence[FileUse]:
        with mongo_errors():
            found = await self._collection.find({"files": {"$in": list(files)}}, _USES).to_list(
                None
            )
        return tuple(use for each in found for use in _uses(each) if use.file in files)

    @override
    async def files_of(self, conversation: ConversationId) -> Sequence[FileUse]:
        with mongo_errors():
            messages = self._collection.find({"conversation": conversation}, _USES)
            found = await messages.to_list(None)
        return tuple(use for each in found for use in _uses(each))

    @override
    async def delete(self, ids: Sequence[MessageId], *, conversation: ConversationId) -> None:
        if not ids:
            return
        await self._trees.forget(conversation)
        for end in range(len(ids), 0, -_AT_ONCE):
            wanted = {"$in": list(ids[max(0, end - _AT_ONCE) : end])}
            with mongo_errors():
                await self._collection.delete_many({"_id": wanted, "conversation": conversation})
        await self._trees.forget(conversation)

    @override
    async def delete_all(self, conversation: ConversationId) -> None:
        await self._trees.forget(conversation)
        with mongo_errors():
            await self._collection.delete_many({"conversation": conversation})
        await self._trees.remove(conversation)


def _to_document(message: Message) -> Document:
    return {
        "_id": message.id,
        "conversation": message.conversation,
        "parent": message.parent,
        "role": message.role,
        "parts": [message_parts.to_document(part) for part in message.parts],
        "created_at": message.created_at,
        "state": message.state,
        "model": message.model,
        "generation": message.generation,
        "cost": _COST.dump_python(message.cost),
        "error": _ERROR.dump_python(message.error),
        # Only where there are some: the index of them holds no other messages.
        **({"files": list(message.files)} if message.files else {}),
    }


def _uses(document: Document) -> Iterator[FileUse]:
    for file in document.get("files", ()):
        yield FileUse(
            file=FileId(file),
            conversation=ConversationId(document["conversation"]),
            message=MessageId(document["_id"]),
        )


def _from_document(document: Document) -> Message:
    generation = document["generation"]
    return Message(
        id=MessageId(document["_id"]),
        conversation=ConversationId(document["conversation"]),
        parent=_id_or_none(document["parent"]),
        role=document["role"],
        parts=tuple(message_parts.from_document(part) for part in document["parts"]),
        created_at=document["created_at"],
        state=document["state"],
        model=document["model"],
        generation=None if generation is None else GenerationId(generation),
        cost=_COST.validate_python(document["cost"]),
        error=_ERROR.validate_python(document["error"]),
    )


def _id_or_none(text: str | None) -> MessageId | None:
    return None if text is None else MessageId(text)
