from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.ids import ConnectionId, UserId
from domain.json import JsonObject
from domain.tools.connection import ConnectedTool, Connection, Place
from domain.tools.tool import ToolOutput


class Connections(Protocol):
    """What people connected. Each is its owner's, and nobody else sees it."""

    @abstractmethod
    async def add(self, connection: Connection) -> Connection:
        """Store a new one at version 1.

        Raise `Conflict` when the id is taken, or the prefix among the owner's.
        """

    @abstractmethod
    async def get(self, id: ConnectionId, *, owner: UserId) -> Connection:
        """Return it, or raise `NotFound`, also for somebody else's."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[Connection]:
        """The owner's, by name."""

    @abstractmethod
    async def save(self, connection: Connection) -> Connection:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def delete(self, id: ConnectionId, *, owner: UserId) -> None:
        """Remove it; no error when it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlace:
    """A place with its secret in plain text: for a call, never to be kept or written down."""

    place: Place
    secret: str | None = None


class ToolServer(Protocol):
    """How places of one kind are asked. The place is hostile until it is proven otherwise."""

    @abstractmethod
    async def tools(self, at: OpenPlace) -> Sequence[ConnectedTool]:
        """What it has. Raise `Invalid`, in words for whoever connects it, when it has no say."""

    @abstractmethod
    async def call(self, at: OpenPlace, tool: ConnectedTool, arguments: JsonObject) -> ToolOutput:
        """Call one. What it answered, also an error of its own; `Invalid` when it did not."""
