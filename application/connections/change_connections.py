"""Connecting places with tools. None is kept that did not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from application.connections.secrets import ConnectionSecrets
from application.ports.clock import Clock
from application.ports.connections import Connections, OpenPlace, ToolServer
from application.ports.ids import NewId
from domain.errors import Conflict, Forbidden, Invalid
from domain.ids import ConnectionId, UserId
from domain.tools.connection import (
    CONNECTIONS_MAX,
    DEFINITION_LENGTH_MAX,
    ConnectedTool,
    Connection,
    ConnectionKind,
    Place,
    kept,
    prefix_of,
    sendable,
)
from domain.tools.tool import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody enters. `secret` is `None` where the one that is known stays."""

    name: str
    place: Place
    secret: str | None = None
    approval: Approval = "ask"
    lent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TryPlace:
    """Ask a place what it has, and keep nothing. `is_open`: the operator lets people connect."""

    servers: Mapping[ConnectionKind, ToolServer]
    is_open: bool = True

    async def __call__(self, place: Place, secret: str | None) -> Sequence[ConnectedTool]:
        """Raises `Invalid` in words for whoever entered it, `Forbidden` where nobody may."""
        if not self.is_open:
            raise Forbidden("the operator lets nobody connect places of their own")
        if len(place.definition) > DEFINITION_LENGTH_MAX:
            raise Invalid(f"definition: has more than {DEFINITION_LENGTH_MAX:,} characters")
        if place.auth.kind != "none" and not secret:
            raise Invalid("secret: is missing")
        given = sendable(secret) if secret else None
        return kept(await self.servers[place.kind].tools(OpenPlace(place=place, secret=given)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListConnections:
    connections: Connections

    async def __call__(self, *, by: UserId) -> Sequence[Connection]:
        return await self.connections.of(by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect:
    """Try a place, and keep it with its tools.

    Raises `Conflict` for a name that begins the same tools as another's, `Invalid` as `TryPlace`.
    """

    connections: Connections
    secrets: ConnectionSecrets
    try_place: TryPlace
    new_id: NewId
    clock: Clock

    async def __call__(self, wanted: Wanted, *, by: UserId) -> Connection:
        if len(await self.connections.of(by)) >= CONNECTIONS_MAX:
            raise Conflict(
                f"you have {CONNECTIONS_MAX} connections, which is as many as there can be"
            )
        tools = await self.try_place(wanted.place, wanted.secret)
        named = ConnectionId(self.new_id())
        return await self.connections.add(
            Connection(
                id=named,
                owner=by,
                name=wanted.name.strip(),
                prefix=prefix_of(wanted.name),
                place=wanted.place,
                sealed=self.secrets.seal(wanted.secret, named),
                tools=tuple(tools),
                approval=wanted.approval,
                lent=wanted.lent,
                created_at=self.clock(),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeConnection:
    """Enter it anew; its tools are listed again.

    A known secret stays only for the place that it was entered for: whoever could change the
    address alone could have it sent anywhere.
    """

    connections: Connections
    secrets: ConnectionSecrets
    try_place: TryPlace

    async def __call__(self, id: ConnectionId, wanted: Wanted, *, by: UserId) -> Connection:
        known = await self.connections.get(id, owner=by)
        if wanted.place.kind != known.place.kind:
            raise Invalid("kind: stays what it is; connect it anew")
        secret, sealed = wanted.secret, self.secrets.seal(wanted.secret, id)
        if secret is None and wanted.place.auth.kind != "none":
            if not _is_same_place(wanted.place, known.place):
                raise Invalid("secret: enter it again, since it goes to another place now")
            secret, sealed = self.secrets.open(known).secret, known.sealed
        tools = await self.try_place(wanted.place, secret)
        return await self.connections.save(
            replace(
                known,
                name=wanted.name.strip(),
                place=wanted.place,
                sealed=sealed,
                tools=tuple(tools),
                approval=wanted.approval,
                lent=wanted.lent,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshConnection:
    """Ask the place again what it has."""

    connections: Connections
    secrets: ConnectionSecrets
    try_place: TryPlace

    async def __call__(self, id: ConnectionId, *, by: UserId) -> Connection:
        known = await self.connections.get(id, owner=by)
        tools = await self.try_place(known.place, self.secrets.open(known).secret)
        return await self.connections.save(replace(known, tools=tuple(tools)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """Raises `NotFound`."""

    connections: Connections

    async def __call__(self, id: ConnectionId, *, by: UserId) -> None:
        await self.connections.get(id, owner=by)
        await self.connections.delete(id, owner=by)


def _is_same_place(new: Place, known: Place) -> bool:
    return (new.origin, new.definition, new.auth) == (known.origin, known.definition, known.auth)
