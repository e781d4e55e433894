"""The places of a long conversation's older messages, in one document.

Reading thousands of small documents takes longer than one may wait for a window of fifty. So what
is old is kept together, derived: `places` holds everything up to the message `upto`, and only what
came after it is read from the messages. A message that is stored late has an id that is a little
older than others; so the newest `MARGIN` are never kept. Whoever adds many at once, or deletes,
raises the epoch before and after: what was read in between is not kept.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final, final

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from domain.conversations.branches import Node
from domain.errors import Conflict
from domain.ids import ConversationId, MessageId

MARGIN: Final = 100
KEPT_FROM: Final = 400
"""A conversation of so many messages is worth it, and so many new ones since."""

_ROOT: Final = "-"


@final
class MongoKnownTrees:
    def __init__(self, database: Database) -> None:
        self._trees = database["message_trees"]
        self._messages = database["messages"]

    async def read(self, conversation: ConversationId) -> Sequence[Node]:
        with mongo_errors():
            known = await self._trees.find_one({"_id": conversation}) or {}
            places = _nodes(known.get("places", ""))
            wanted: Document = {"conversation": conversation}
            if places:
                wanted["_id"] = {"$gt": known["upto"]}
            found = await self._messages.find(wanted, {"_id": 1, "parent": 1}).to_list(None)
        fresh = sorted((_node(each) for each in found), key=lambda node: node.id)
        if len(fresh) >= KEPT_FROM:
            await self._keep(conversation, [*places, *fresh[:-MARGIN]], known.get("epoch"))
        return [*places, *fresh]

    async def forget(self, conversation: ConversationId) -> None:
        """Before and after messages come in many or go."""
        with mongo_errors():
            await self._trees.update_one(
                {"_id": conversation},
                {"$inc": {"epoch": 1}, "$set": {"places": "", "upto": ""}},
                upsert=True,
            )

    async def remove(self, conversation: ConversationId) -> None:
        with mongo_errors():
            await self._trees.delete_one({"_id": conversation})

    async def _keep(
        self, conversation: ConversationId, nodes: Sequence[Node], epoch: int | None
    ) -> None:
        text = " ".join(f"{node.id} {node.parent or _ROOT}" for node in nodes)
        change = {"places": text, "upto": nodes[-1].id, "epoch": epoch or 0}
        with mongo_errors():
            if epoch is not None:
                await self._trees.update_one(
                    {"_id": conversation, "epoch": epoch}, {"$set": change}
                )
                return
        with suppress(Conflict), mongo_errors():
            await self._trees.insert_one({"_id": conversation, **change})


def _node(document: Document) -> Node:
    parent = document["parent"]
    return Node(id=MessageId(document["_id"]), parent=None if parent is None else MessageId(parent))


def _nodes(places: str) -> list[Node]:
    names = places.split(" ") if places else []
    return [
        Node(id=MessageId(name), parent=None if parent == _ROOT else MessageId(parent))
        for name, parent in zip(names[::2], names[1::2], strict=True)
    ]
