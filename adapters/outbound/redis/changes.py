from collections.abc import AsyncGenerator
from typing import Final, final

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from typing_extensions import override

from adapters.outbound.redis.channel import heard_on
from adapters.outbound.redis.connection import redis_errors
from application.ports.changes import Change, Changes

_CHANNEL: Final = "changes"
_ENDED, _CHANGED = "ended", "changed"


@final
class RedisChanges(Changes):
    """Pub/sub. `quick` tells: whoever changed something does not wait for a Redis that hangs."""

    def __init__(self, redis: Redis, *, quick: Redis) -> None:
        self._redis = redis
        self._quick = quick

    @override
    async def tell(self, change: Change) -> None:
        said = f"{_ENDED if change.ended else _CHANGED} {change.subject}"
        with redis_errors():
            try:
                await self._quick.publish(_CHANNEL, said)
            except RedisConnectionError:  # perhaps a connection from before a restart
                await self._quick.publish(_CHANNEL, said)

    @override
    async def listen(self) -> AsyncGenerator[Change]:
        async for said in heard_on(self._redis, _CHANNEL):
            kind, _, subject = said.partition(" ")
            yield Change(subject=subject, ended=kind == _ENDED)
