from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.connections import Connections
from domain.ids import ConnectionId, UserId
from domain.tools.connection import Connection


@final
class MongoConnections(Connections):
    """One document a connection, its secret sealed. An index keeps an owner's prefixes apart."""

    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["tool_connections"], Connection, noun="connection")

    @override
    async def add(self, connection: Connection) -> Connection:
        taken = f"you have a connection called like {connection.name!r} already"
        return await self._rows.add(connection, taken=taken)

    @override
    async def get(self, id: ConnectionId, *, owner: UserId) -> Connection:
        return await self._rows.get(id, owner=owner)

    @override
    async def of(self, owner: UserId) -> Sequence[Connection]:
        with mongo_errors():
            found = await self._rows.collection.find({"owner": {"$eq": owner}}).to_list(None)
        connections = [self._rows.from_document(each) for each in found]
        return sorted(connections, key=lambda each: (each.name.casefold(), each.id))

    @override
    async def save(self, connection: Connection) -> Connection:
        return await self._rows.save(connection)

    @override
    async def delete(self, id: ConnectionId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": id, "owner": {"$eq": owner}})
