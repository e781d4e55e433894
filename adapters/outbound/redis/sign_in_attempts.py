from datetime import timedelta
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.clock import Clock
from application.ports.sign_in_attempts import SignInAttempts

_QUIET: Final = timedelta(minutes=15)
_FREE: Final = 5
_DELAY_MAX_S: Final = 900
_FAILED: Final = """
local now, quiet = tonumber(ARGV[1]), tonumber(ARGV[2])
local last = tonumber(redis.call('HGET', KEYS[1], 'last') or now)
if now - last >= quiet then redis.call('DEL', KEYS[1]) end
redis.call('HINCRBY', KEYS[1], 'count', 1)
redis.call('HSET', KEYS[1], 'last', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
"""


@final
class RedisSignInAttempts(SignInAttempts):
    """One hash a `who`: how often it failed, and when last (seconds since 1970, our clock)."""

    def __init__(self, redis: Redis, *, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock
        self._failed = redis.register_script(_FAILED)

    @override
    async def failed(self, who: str) -> None:
        with redis_errors():
            now, quiet = self._clock().timestamp(), round(_QUIET.total_seconds())
            await self._failed(keys=[_key(who)], args=[repr(now), quiet])

    @override
    async def wait_s(self, who: str) -> int:
        with redis_errors():
            count, last = await self._redis.hmget(_key(who), ["count", "last"])
        if count is None or last is None or int(count) < _FREE:
            return 0
        passed = self._clock().timestamp() - float(last)
        if passed >= _QUIET.total_seconds():
            return 0
        delay: int = min(2 ** (int(count) - _FREE + 1), _DELAY_MAX_S)
        return max(0, round(delay - passed))

    @override
    async def clear(self, who: str) -> None:
        with redis_errors():
            await self._redis.delete(_key(who))


def _key(who: str) -> str:
    return f"sign-in:{who}"
