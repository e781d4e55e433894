from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from adapters.outbound.redis.connection import connect
from tests.clock import FakeClock


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """An empty Redis."""
    client = connect(redis_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
