import time
from typing import Any, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.store_health import StoreHealth
from domain.errors import Unavailable
from domain.system.store import StoreState


@final
class RedisHealth(StoreHealth):
    """`size` is the memory that it takes."""

    def __init__(self, redis: Redis, *, is_embedded: bool) -> None:
        self._redis = redis
        self._is_embedded = is_embedded

    @override
    async def look(self) -> StoreState:
        try:
            with redis_errors():
                await self._redis.ping()  # opens a connection where none is
                began = time.perf_counter()
                await self._redis.ping()
                took_s = time.perf_counter() - began
                info: dict[str, Any] = await self._redis.info()
        except Unavailable as error:
            return StoreState(name="Redis", is_embedded=self._is_embedded, problem=str(error))
        kind = "Valkey" if "valkey_version" in info else "Redis"
        version = info.get("valkey_version") or info["redis_version"]
        return StoreState(
            name="Redis",
            is_embedded=self._is_embedded,
            version=f"{kind} {version}",
            latency_ms=round(took_s * 1000, 2),
            size=int(info["used_memory"]),
            bytes_max=int(info["maxmemory"]) or None,
        )
