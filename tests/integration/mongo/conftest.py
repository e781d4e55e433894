import uuid
from collections.abc import AsyncIterator

import pytest

from adapters.outbound.mongo.driver import Database, DriverName, connect
from adapters.outbound.mongo.preparation import prepare

DRIVERS: tuple[DriverName, ...] = ("pymongo", "motor")


@pytest.fixture(params=DRIVERS)
async def database(mongo_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database of the test's own, prepared, by each driver in turn."""
    connection = connect(mongo_url, driver=request.param)
    name = f"test_{uuid.uuid4().hex}"
    found = connection.database(name)
    await prepare(found)
    yield found
    await connection.client.drop_database(name)
    await connection.close()
