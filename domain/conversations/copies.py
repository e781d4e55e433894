"""Messages of one conversation made again in another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from domain.conversations.branches import Tree
from domain.conversations.message import Message
from domain.ids import ConversationId, MessageId

ForkScope = Literal["thread", "branches", "level"]
"""What of a tree a fork takes along.

`thread`: what leads to the message, alone. `branches`: the same with every branch that leaves it
on the way. `level`: all messages of all branches down to the message's depth.
"""


def forked(tree: Tree, at: MessageId, scope: ForkScope) -> tuple[MessageId, ...]:
    """The messages that a fork takes along, parents first. Raises `NotFound`."""
    match scope:
        case "thread":
            return tree.thread(at)
        case "branches":
            return tree.alongside(at)
        case "level":
            return tree.down_to(at)


def new_names(
    old: Sequence[MessageId], fresh: Sequence[MessageId]
) -> Mapping[MessageId, MessageId]:
    """Give each a fresh id so that the copies sort as the originals do: siblings keep their order.

    There are as many fresh ids as old ones.
    """
    return dict(zip(sorted(old), sorted(fresh), strict=True))


def copied(
    message: Message, *, into: ConversationId, names: Mapping[MessageId, MessageId]
) -> Message:
    """The message under its new name. An answer that is still growing is cut off here."""
    ended = message.end("interrupted") if message.state == "streaming" else message
    parent = None if message.parent is None else names[message.parent]
    return replace(ended, id=names[message.id], conversation=into, parent=parent, generation=None)
