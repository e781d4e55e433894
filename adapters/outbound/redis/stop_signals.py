from datetime import timedelta
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.stop_signals import StopSignals
from domain.ids import GenerationId

_KEPT: Final = timedelta(minutes=1)
_WAIT_S: Final = 2
_SEND: Final = """
redis.call('RPUSH', KEYS[1], 'stop')
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""


@final
class RedisStopSignals(StopSignals):
    """A list that the one worker pops from: the signal waits for it, and reaches it at once."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._send = redis.register_script(_SEND)

    @override
    async def send(self, id: GenerationId) -> None:
        with redis_errors():
            await self._send(keys=[_key(id)], args=[round(_KEPT.total_seconds())])

    @override
    async def wait(self, id: GenerationId) -> None:
        with redis_errors():
            while await self._redis.blpop([_key(id)], timeout=_WAIT_S) is None:
                continue


def _key(id: GenerationId) -> str:
    return f"stop:{id}"
