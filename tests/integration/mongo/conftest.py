import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import final

import pytest
from pymongo import monitoring
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, DriverName, connect
from adapters.outbound.mongo.preparation import prepare

DRIVERS: tuple[DriverName, ...] = ("pymongo", "motor")


@pytest.fixture(scope="session")
def prepared(mongo_url: str) -> Iterator[str]:
    """A prepared database: making one takes many times as long as emptying it."""
    name = f"test_{uuid.uuid4().hex}"

    async def make() -> None:
        connection = connect(mongo_url, driver="pymongo")
        await prepare(connection.database(name))
        await connection.close()

    async def drop() -> None:
        connection = connect(mongo_url, driver="pymongo")
        await connection.client.drop_database(name)
        await connection.close()

    asyncio.run(make())
    yield name
    asyncio.run(drop())


@final
class Written(monitoring.CommandListener):
    """The collections that somebody wrote to: emptying all would be most of what a test costs."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    @override
    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in {"insert", "update", "findAndModify"}:
            self.names.add(event.command[event.command_name])

    @override
    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    @override
    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


@pytest.fixture(scope="session")
def written() -> Written:
    """Of all clients that are made from now on."""
    listener = Written()
    monitoring.register(listener)
    return listener


@pytest.fixture(params=DRIVERS)
async def database(
    mongo_url: str, written: Written, prepared: str, request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """A prepared database with nothing in it, by each driver in turn."""
    connection = connect(mongo_url, driver=request.param)
    found = connection.database(prepared)
    yield found
    while written.names:
        await found[written.names.pop()].delete_many({})
    await connection.close()
