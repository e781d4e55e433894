from collections.abc import AsyncGenerator

import pytest_asyncio

from tests.integration.relay.house import RelayHouse, relay_house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_house(mongo_url: str, redis_url: str) -> AsyncGenerator[RelayHouse]:
    async with relay_house(mongo_url=mongo_url, redis_url=redis_url) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house: RelayHouse) -> RelayHouse:
    """One relay for all tests of a module; what the upstream saw and was told is forgotten."""
    await shared_house.forget()
    return shared_house
