import re
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Final, final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.personal_data import Traces

_BETWEEN: Final = re.compile(r"[^0-9A-Za-z_-]+")
_AT_ONCE: Final = 1_000
_BOOKS: Final = "{allowances}"
_SCANNED: Final = TypeAdapter(tuple[int, list[str]])


@final
class RedisTraces(Traces):
    """Every key is looked at once: an id is a whole word of it. Budgets are books, and stay."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @override
    async def erase(self, ids: Collection[str]) -> None:
        wanted = set(ids)
        with redis_errors():
            cursor, found = 0, list[str]()
            while True:
                cursor, keys = _SCANNED.validate_python(
                    await self._redis.scan(cursor, count=_AT_ONCE)
                )
                found += [each for each in keys if _is_of(each, wanted)]
                if cursor == 0:
                    break
            for first in range(0, len(found), _AT_ONCE):
                await self._redis.unlink(*found[first : first + _AT_ONCE])


def _is_of(key: str, wanted: AbstractSet[str]) -> bool:
    return not key.startswith(_BOOKS) and not wanted.isdisjoint(_BETWEEN.split(key))
