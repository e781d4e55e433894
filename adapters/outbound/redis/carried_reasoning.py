from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.carried_reasoning import TURN_BYTES_MAX, TURNS_MAX, CarriedReasoning
from domain.formats.carried_text import carried_text, carried_turn
from domain.formats.carrying import CarriedTurn

_PUT: Final = """
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('LREM', KEYS[2], 1, KEYS[1])
redis.call('LPUSH', KEYS[2], KEYS[1])
redis.call('EXPIRE', KEYS[2], ARGV[2])
if redis.call('LLEN', KEYS[2]) > tonumber(ARGV[3]) then
    redis.call('UNLINK', redis.call('RPOP', KEYS[2]))
end
"""


@final
class RedisCarriedReasoning(CarriedReasoning):
    """A text a turn, and a list of their names an owner, the latest first."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._put = redis.register_script(_PUT)

    @override
    async def put(self, key: str, turn: CarriedTurn, *, owner: str, lasting: timedelta) -> None:
        text = carried_text(turn).encode("utf-8", "replace")
        if len(text) > TURN_BYTES_MAX:
            return
        with redis_errors():
            await self._put(
                keys=[_name(owner, key), f"carried:{owner}"],
                args=[text, round(lasting.total_seconds()), TURNS_MAX],
            )

    @override
    async def get(self, keys: Sequence[str], *, owner: str) -> Mapping[str, CarriedTurn]:
        if not keys:
            return {}
        with redis_errors():
            found = await self._redis.mget([_name(owner, key) for key in keys])
        texts = zip(keys, found, strict=True)
        return {key: carried_turn(str(text)) for key, text in texts if text is not None}


def _name(owner: str, key: str) -> str:
    """The length tells where an owner ends: no other's name may mean the same."""
    return f"carried:{len(owner)}:{owner}:{key}"
