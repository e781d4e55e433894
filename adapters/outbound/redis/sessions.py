from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.clock import Clock
from application.ports.sessions import LiveSessions
from domain.errors import Unavailable
from domain.ids import SessionId


@final
class RedisLiveSessions(LiveSessions):
    """Our clock decides when an entry ends; the key's TTL only sweeps up after it.

    While Redis is away it knows nothing, and `Sessions` is asked instead. Only `forget` must
    not fail silently: a copy that outlived its session would let somebody in.
    """

    def __init__(self, redis: Redis, *, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    @override
    async def remember(self, id: SessionId, account: str, *, lasting: timedelta) -> None:
        if lasting <= timedelta(0):
            return
        ends_at = self._clock() + lasting
        try:
            with redis_errors():
                await self._redis.set(_key(id), f"{ends_at.isoformat()} {account}", px=lasting)
        except Unavailable:
            return

    @override
    async def account_of(self, id: SessionId) -> str | None:
        try:
            with redis_errors():
                found = await self._redis.get(_key(id))
        except Unavailable:
            return None
        if found is None:
            return None
        ends_at, account = str(found).split(" ", 1)
        return account if self._clock() < datetime.fromisoformat(ends_at) else None

    @override
    async def forget(self, ids: Sequence[SessionId]) -> None:
        if ids:
            with redis_errors():
                await self._redis.delete(*(_key(each) for each in ids))


def _key(id: SessionId) -> str:
    return f"session:{id}"
