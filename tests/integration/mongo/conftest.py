import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

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


@pytest.fixture(params=DRIVERS)
async def database(
    mongo_url: str, prepared: str, request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """A prepared database with nothing in it, by each driver in turn."""
    connection = connect(mongo_url, driver=request.param)
    found = connection.database(prepared)
    yield found
    listed: Any = await found.command("listCollections")
    for each in listed["cursor"]["firstBatch"]:
        await found[each["name"]].delete_many({})
    await connection.close()
