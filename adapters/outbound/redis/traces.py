import re
from collections.abc import Collection
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.personal_data import Traces

_BETWEEN: Final = re.compile(r"[^0-9A-Za-z_-]+")
_AT_ONCE: Final = 1_000
_BOOKS: Final = "{allowances}"


@final
class RedisTraces(Traces):
    """Every key is looked at once: an id is a whole word of it. Budgets are books, and stay."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @override
    async def erase(self, ids: Collection[str]) -> None:
        wanted = set(ids)
        with redis_errors():
            found: list[str] = []
            async for key in self._redis.scan_iter(count=_AT_ONCE):
                name = str(key)
                if not name.startswith(_BOOKS) and wanted & set(_BETWEEN.split(name)):
                    found.append(name)
            for first in range(0, len(found), _AT_ONCE):
                await self._redis.unlink(*found[first : first + _AT_ONCE])
