"""The visible thread of a message tree. Parents come first; siblings are alternatives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from domain.errors import NotFound
from domain.ids import MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A message's place in the tree. Ids sort by the time of their making."""

    id: MessageId
    parent: MessageId | None


@dataclass(frozen=True, slots=True)
class Tree:
    _by_id: Mapping[MessageId, Node]
    _children: Mapping[MessageId | None, tuple[MessageId, ...]]

    @classmethod
    def of(cls, nodes: Sequence[Node]) -> Self:
        children: dict[MessageId | None, tuple[MessageId, ...]] = {}
        for node in sorted(nodes, key=lambda node: node.id):
            children[node.parent] = (*children.get(node.parent, ()), node.id)
        return cls({node.id: node for node in nodes}, children)

    def thread(self, leaf: MessageId) -> tuple[MessageId, ...]:
        """From the root to `leaf`. Raises `NotFound` when `leaf` is not of this tree."""
        path: list[MessageId] = []
        at: MessageId | None = leaf
        while at is not None:
            node = self._by_id.get(at)
            if node is None:
                raise NotFound(f"no message {at!r} in this conversation")
            path.append(at)
            at = node.parent
        return tuple(reversed(path))

    def siblings(self, id: MessageId) -> tuple[MessageId, ...]:
        """All alternatives at the place of `id`, itself among them, oldest first."""
        node = self._by_id.get(id)
        if node is None:
            raise NotFound(f"no message {id!r} in this conversation")
        return self._children[node.parent]

    def children(self, id: MessageId) -> tuple[MessageId, ...]:
        """What follows `id` directly, oldest first."""
        return self._children.get(id, ())

    def ending_with(self, suffix: str) -> MessageId | None:
        """The message whose id ends so, if there is one."""
        return next((each for each in self._by_id if each.endswith(suffix)), None)

    def newest_leaf(self, id: MessageId) -> MessageId:
        """Follow the newest answers down from `id`: where a reader who turns to it will land."""
        at = self.thread(id)[-1]
        while found := self._children.get(at):
            at = found[-1]
        return at
