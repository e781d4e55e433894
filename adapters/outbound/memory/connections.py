from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.connections import Connections
from domain.errors import Conflict, NotFound
from domain.ids import ConnectionId, UserId
from domain.tools.connection import Connection


@final
class MemoryConnections(Connections):
    def __init__(self) -> None:
        self._rows: VersionedRows[Connection] = VersionedRows(noun="connection")

    @override
    async def add(self, connection: Connection) -> Connection:
        if any(each.prefix == connection.prefix for each in self._of(connection.owner)):
            raise Conflict(f"you have a connection called like {connection.name!r} already")
        return self._rows.add(connection)

    @override
    async def get(self, id: ConnectionId, *, owner: UserId) -> Connection:
        found = self._rows.get(id)
        if found.owner != owner:
            raise NotFound(f"no connection {id!r}")
        return found

    @override
    async def of(self, owner: UserId) -> Sequence[Connection]:
        return sorted(self._of(owner), key=lambda each: (each.name.casefold(), each.id))

    @override
    async def save(self, connection: Connection) -> Connection:
        return self._rows.save(connection)

    @override
    async def delete(self, id: ConnectionId, *, owner: UserId) -> None:
        if any(each.id == id for each in self._of(owner)):
            self._rows.remove(id)

    def _of(self, owner: UserId) -> Sequence[Connection]:
        return [each for each in self._rows.all() if each.owner == owner]
