"""What every store of connections must do. Subclass and give it the fixture it names."""

from dataclasses import replace

import pytest

from application.ports.connections import Connections
from domain.errors import Conflict, NotFound
from domain.ids import ConnectionId, UserId
from domain.tools.connection import Auth, ConnectedTool, Connection, Place
from tests.builders import ADA, EVE, NOON

C1 = ConnectionId("c1")
C2 = ConnectionId("c2")
SCHEMA = '{"$ref":"#/$defs/a","$defs":{"a.b":{"$where":"1"}}}'


def a_connection(
    id: ConnectionId = C1, *, owner: UserId = ADA, name: str = "Books", prefix: str = "books"
) -> Connection:
    return Connection(
        id=id,
        owner=owner,
        name=name,
        prefix=prefix,
        place=Place(
            kind="mcp",
            url="https://books.example/mcp?a=$b",
            auth=Auth(kind="header", name="X-Key"),
        ),
        sealed="c2VhbGVk",
        tools=(ConnectedTool(name="$find.one", parameters=SCHEMA, repeatable=True),),
        lent=True,
        created_at=NOON,
    )


class ConnectionsContract:
    async def test_a_connection_comes_back_as_saved(self, connections: Connections) -> None:
        saved = await connections.add(a_connection())
        assert saved == replace(a_connection(), version=1)
        assert await connections.get(C1, owner=ADA) == saved
        changed = await connections.save(replace(saved, name="Library", tools=()))
        assert await connections.get(C1, owner=ADA) == changed
        assert (changed.name, changed.version) == ("Library", 2)

    async def test_nobody_else_sees_it_or_takes_it_away(self, connections: Connections) -> None:
        saved = await connections.add(a_connection())
        with pytest.raises(NotFound, match="no connection 'c1'"):
            await connections.get(C1, owner=EVE)
        assert list(await connections.of(EVE)) == []
        await connections.delete(C1, owner=EVE)
        assert list(await connections.of(ADA)) == [saved]
        await connections.delete(C1, owner=ADA)
        await connections.delete(C1, owner=ADA)
        assert list(await connections.of(ADA)) == []

    async def test_tools_of_one_owner_s_connections_are_kept_apart(
        self, connections: Connections
    ) -> None:
        await connections.add(a_connection())
        with pytest.raises(Conflict, match="called like 'Books' already"):
            await connections.add(a_connection(C2))
        await connections.add(a_connection(C2, owner=EVE))
        assert [each.id for each in await connections.of(EVE)] == [C2]

    async def test_they_are_listed_by_name(self, connections: Connections) -> None:
        await connections.add(a_connection(name="books", prefix="b"))
        await connections.add(a_connection(C2, name="Atlas", prefix="a"))
        assert [each.name for each in await connections.of(ADA)] == ["Atlas", "books"]

    async def test_a_stale_save_is_a_conflict(self, connections: Connections) -> None:
        saved = await connections.add(a_connection())
        await connections.save(saved)
        with pytest.raises(Conflict, match="has changed"):
            await connections.save(saved)
