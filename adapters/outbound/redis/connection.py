"""Connecting to Redis, and what its failures are called."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, final

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
_REST_S: Final = 0.5


@final
class _SharedConnections(BlockingConnectionPool):
    """Two who find the server gone find it so for all, and for a moment nobody else tries.

    One alone may have had a connection from before a restart: those that lie idle are made anew.
    """

    _failures = 0
    _rests_until_s = 0.0

    @override
    async def get_connection(self, *args: Any, **kwargs: Any) -> Any:
        now_s = asyncio.get_running_loop().time()
        if now_s < self._rests_until_s:
            raise RedisConnectionError("it was away a moment ago")
        if self._failures > 1:
            self._rests_until_s = now_s + _REST_S  # this caller tries for all
        # Its own types are not told.
        return await super().get_connection(*args, **kwargs)  # type: ignore[no-untyped-call]

    @override
    async def release(self, connection: AbstractConnection) -> None:
        answered = connection.is_connected
        await super().release(connection)
        if answered:
            self._failures, self._rests_until_s = 0, 0.0
            return
        self._failures += 1
        if self._failures > 1:
            self._rests_until_s = asyncio.get_running_loop().time() + _REST_S
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


async def open_connections(redis: Redis) -> None:
    """Before the first callers come: a burst that had to open them would find Redis slow.

    Where it is away nothing happens.
    """
    pings = (redis.ping() for _ in range(_SHARED))
    await asyncio.gather(*pings, return_exceptions=True)


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
