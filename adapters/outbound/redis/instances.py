from collections.abc import Sequence
from datetime import timedelta
from typing import Final, final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.clock import Clock
from application.ports.instances import Instances
from domain.system.instance import Instance

_KEY: Final = "instances"
_KEPT: Final = timedelta(hours=1)
_INSTANCE: Final = TypeAdapter(Instance)


@final
class RedisInstances(Instances):
    """One hash for all: who died is taken out by whoever looks next."""

    def __init__(self, redis: Redis, *, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    @override
    async def announce(self, instance: Instance) -> None:
        with redis_errors():
            said = _INSTANCE.dump_json(instance)
            await self._redis.hset(_KEY, instance.id, said.decode())
            await self._redis.expire(_KEY, _KEPT)

    @override
    async def leave(self, id: str) -> None:
        with redis_errors():
            await self._redis.hdel(_KEY, id)

    @override
    async def present(self) -> Sequence[Instance]:
        now = self._clock()
        with redis_errors():
            said = await self._redis.hgetall(_KEY)
            found = [_INSTANCE.validate_json(each) for each in said.values()]
            gone = [each.id for each in found if not each.is_there(at=now)]
            if gone:
                await self._redis.hdel(_KEY, *gone)
        there = [each for each in found if each.is_there(at=now)]
        return sorted(there, key=lambda each: (each.service, each.started_at, each.id))
