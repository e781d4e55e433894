import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.clock import Clock
from application.ports.minute_counts import KEPT, MinuteCounts, Traffic
from domain.transactions.transaction import Transaction

_CALLS, _ERRORS = "calls", "errors"
_KEPT_S: Final = int(KEPT.total_seconds())
_Way = tuple[str, str, str]


@final
class RedisMinuteCounts(MinuteCounts):
    """A hash a minute; its fields are what was counted, of which model at which provider."""

    def __init__(self, redis: Redis, *, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    @override
    async def add(self, rows: Sequence[Transaction]) -> None:
        counted: Counter[_Way] = Counter()
        for row in rows:
            if row.outcome == "refused":
                continue
            counted[_CALLS, row.model, row.provider] += 1
            if row.outcome == "error":
                counted[_ERRORS, row.model, row.provider] += 1
        if not counted:
            return
        key = _key(_minute(self._clock()))
        with redis_errors():
            async with self._redis.pipeline(transaction=False) as pipeline:
                for way, count in counted.items():
                    _ = pipeline.hincrby(key, json.dumps(way), count)
                _ = pipeline.expire(key, _KEPT_S)
                await pipeline.execute()

    @override
    async def of_last(self, minutes: int) -> Sequence[Traffic]:
        last = _minute(self._clock())
        sums: Counter[_Way] = Counter()
        with redis_errors():
            async with self._redis.pipeline(transaction=False) as pipeline:
                for minute in range(last - minutes + 1, last + 1):
                    _ = pipeline.hgetall(_key(minute))
                for found in await pipeline.execute():
                    for field, count in found.items():
                        what, model, provider = json.loads(field)
                        sums[what, model, provider] += int(count)
        return [
            Traffic(
                model=model,
                provider=provider,
                calls=count,
                errors=sums[_ERRORS, model, provider],
            )
            for (what, model, provider), count in sums.items()
            if what == _CALLS
        ]


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _key(minute: int) -> str:
    return f"minute:{minute}"
