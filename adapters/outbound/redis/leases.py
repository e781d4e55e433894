from datetime import timedelta
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.leases import Leases

_TAKE: Final = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_RELEASE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


@final
class RedisLeases(Leases):
    """Redis' own clock ends a lease: the holder may be dead, and its clock with it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(_TAKE)
        self._release = redis.register_script(_RELEASE)

    @override
    async def take(self, name: str, *, holder: str, lasting: timedelta) -> bool:
        with redis_errors():
            milliseconds = max(1, round(lasting.total_seconds() * 1000))
            return bool(await self._take(keys=[_key(name)], args=[holder, milliseconds]))

    @override
    async def release(self, name: str, *, holder: str) -> None:
        with redis_errors():
            await self._release(keys=[_key(name)], args=[holder])

    @override
    async def holder_of(self, name: str) -> str | None:
        with redis_errors():
            found = await self._redis.get(_key(name))
            return None if found is None else str(found)


def _key(name: str) -> str:
    return f"lease:{name}"
