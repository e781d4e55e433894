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
            path.append(at)
            at = self._require(at).parent
        return tuple(reversed(path))

    def siblings(self, id: MessageId) -> tuple[MessageId, ...]:
        """All alternatives at the place of `id`, itself among them, oldest first."""
        return self._children[self._require(id).parent]

    def children(self, id: MessageId) -> tuple[MessageId, ...]:
        """What follows `id` directly, oldest first."""
        return self._children.get(id, ())

    def branch(self, id: MessageId) -> tuple[MessageId, ...]:
        """The message and all that follows it, parents first. Raises `NotFound`."""
        self._require(id)
        found = [id]
        for each in found:  # grows while it is walked
            found.extend(self._children.get(each, ()))
        return tuple(found)

    def all(self) -> tuple[MessageId, ...]:
        """Every message that hangs together with a beginning, parents first."""
        return tuple(each for root in self._children.get(None, ()) for each in self.branch(root))

    def alongside(self, leaf: MessageId) -> tuple[MessageId, ...]:
        """The thread to `leaf` and every branch that leaves it on the way, parents first.

        Raises `NotFound`.
        """
        later = set(self.branch(leaf)[1:])
        root = self.thread(leaf)[0]
        return tuple(
            each
            for beginning in self.siblings(root)
            for each in self.branch(beginning)
            if each not in later
        )

    def down_to(self, leaf: MessageId) -> tuple[MessageId, ...]:
        """Every message no deeper than `leaf`, of all branches, parents first.

        Raises `NotFound`.
        """
        depth = len(self.thread(leaf))
        level = self._children.get(None, ())
        found = [*level]
        for _ in range(depth - 1):
            level = tuple(each for above in level for each in self._children.get(above, ()))
            found.extend(level)
        return tuple(found)

    def strays(self) -> tuple[MessageId, ...]:
        """Messages whose parent is gone, and what follows them: nobody can reach them."""
        reached = set(self.all())
        return tuple(each for each in self._by_id if each not in reached)

    def shown_without(self, id: MessageId) -> MessageId | None:
        """Where a reader lands once the branch from `id` is gone; `None` in an empty tree.

        On the newest of its siblings, else on what it answered. Raises `NotFound`.
        """
        others = [each for each in self.siblings(id) if each != id]
        return self.newest_leaf(others[-1]) if others else self._by_id[id].parent

    def shown(self, leaf: MessageId | None) -> MessageId | None:
        """The leaf itself while it can be reached, else the newest that can; `None` in no tree."""
        if leaf is not None and self._is_reached(leaf):
            return leaf
        roots = self._children.get(None, ())
        return self.newest_leaf(roots[-1]) if roots else None

    def ending_with(self, suffix: str) -> MessageId | None:
        """The message whose id ends so, if there is one."""
        return next((each for each in self._by_id if each.endswith(suffix)), None)

    def newest_leaf(self, id: MessageId) -> MessageId:
        """Follow the newest answers down from `id`: where a reader who turns to it will land."""
        at = self.thread(id)[-1]
        while found := self._children.get(at):
            at = found[-1]
        return at

    def _is_reached(self, id: MessageId) -> bool:
        at: MessageId | None = id
        while at is not None and at in self._by_id:
            at = self._by_id[at].parent
        return at is None

    def _require(self, id: MessageId) -> Node:
        node = self._by_id.get(id)
        if node is None:
            raise NotFound(f"no message {id!r} in this conversation")
        return node
