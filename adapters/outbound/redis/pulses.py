from collections.abc import Sequence
from datetime import datetime
from typing import Final, final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.pulses import LASTING, Pulse, Pulses

_PULSE: Final = TypeAdapter(Pulse)
_KEY: Final = "pulses"


@final
class RedisPulses(Pulses):
    """One hash, a field a process. Whoever reads it takes those out that are gone."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @override
    async def beat(self, pulse: Pulse) -> None:
        with redis_errors():
            await self._redis.hset(_KEY, pulse.process, _PULSE.dump_json(pulse).decode())

    @override
    async def all(self, *, at: datetime) -> Sequence[Pulse]:
        with redis_errors():
            said = [_PULSE.validate_json(each) for each in await self._redis.hvals(_KEY)]
            gone = [each.process for each in said if at - each.at > LASTING]
            if gone:
                await self._redis.hdel(_KEY, *gone)
        return [each for each in said if each.process not in gone]
