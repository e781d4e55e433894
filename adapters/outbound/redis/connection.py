"""Connecting to Redis, and what its failures are called."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError

from domain.errors import Unavailable

_CONNECT_S: Final = 2.0
_ANSWER_S: Final = 3.0


def connect(url: str) -> Redis:
    """A client whose every command fails within seconds when the server is gone."""
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=_CONNECT_S,
        socket_timeout=_ANSWER_S,
        health_check_interval=15,
    )


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
