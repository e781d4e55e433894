from dataclasses import dataclass

from domain.conversations.branches import Tree
from domain.conversations.message import Message
from domain.ids import MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMessage:
    """A message with all alternatives at its place, itself among them, oldest first."""

    message: Message
    siblings: tuple[MessageId, ...]


def place(message: Message, tree: Tree) -> PlacedMessage:
    return PlacedMessage(message=message, siblings=tree.siblings(message.id))
