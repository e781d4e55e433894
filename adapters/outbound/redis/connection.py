"""Connecting to Redis, and what its failures are called."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, final

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError
from typing_extensions import override

from domain.errors import Unavailable

_CONNECT_S: Final = 2.0
_ANSWER_S: Final = 3.0
_QUICK_S: Final = 0.25
_SHARED: Final = 16


@final
class _SharedConnections(BlockingConnectionPool):
    """When one connection breaks, those that lie idle are made anew too.

    After a restart of the server each of them would fail one caller.
    """

    @override
    async def release(self, connection: AbstractConnection) -> None:
        broken = not connection.is_connected
        await super().release(connection)
        if broken:
            await self.disconnect(inuse_connections=False)


def connect(url: str) -> Redis:
    """A client whose every command fails within seconds when the server is gone."""
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=_CONNECT_S,
        socket_timeout=_ANSWER_S,
        health_check_interval=15,
    )


def connect_quickly(url: str, *, answer_s: float = _QUICK_S) -> Redis:
    """A client for the path of every request: who gets no answer at once goes on without it.

    Callers share a few connections and wait for a free one, so that a burst opens no hundreds.
    """
    pool = _SharedConnections.from_url(
        url,
        max_connections=_SHARED,
        timeout=answer_s * 4,
        decode_responses=True,
        socket_connect_timeout=answer_s,
        socket_timeout=answer_s,
        retry=Retry(NoBackoff(), 0),
    )
    return Redis.from_pool(pool)


@contextmanager
def redis_errors() -> Generator[None]:
    """Turn a server that is away, full or read-only into `Unavailable`."""
    try:
        yield
    except (RedisConnectionError, RedisTimeoutError, OutOfMemoryError, ReadOnlyError) as error:
        raise Unavailable(f"Redis is away: {type(error).__name__}") from error


async def check(redis: Redis) -> None:
    """Raise `Unavailable` unless the server answers."""
    with redis_errors():
        await redis.ping()
