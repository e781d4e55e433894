from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Final, final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from typing_extensions import TypedDict, override

from adapters.outbound.redis.connection import redis_errors
from application.ports.response_cache import BYTES_MAX, CachedResponse, ResponseCache


class _Kept(TypedDict):
    """Pieces are base64: a stream may be cut inside a character."""

    media_type: str
    pieces: list[str]


_KEPT: Final = TypeAdapter(_Kept)


@final
class RedisResponseCache(ResponseCache):
    """A text an answer, which the server forgets when its time is over."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @override
    async def get(self, name: str, *, owner: str) -> CachedResponse | None:
        with redis_errors():
            found = await self._redis.get(_key(name, owner))
        if found is None:
            return None
        kept = _KEPT.validate_json(found)
        pieces = tuple(b64decode(piece) for piece in kept["pieces"])
        return CachedResponse(media_type=kept["media_type"], pieces=pieces)

    @override
    async def put(
        self, name: str, response: CachedResponse, *, owner: str, lasting: timedelta
    ) -> None:
        if sum(map(len, response.pieces)) > BYTES_MAX:
            return
        kept = _Kept(
            media_type=response.media_type,
            pieces=[b64encode(piece).decode() for piece in response.pieces],
        )
        milliseconds = max(1, round(lasting.total_seconds() * 1000))
        with redis_errors():
            await self._redis.set(_key(name, owner), _KEPT.dump_json(kept), px=milliseconds)


def _key(name: str, owner: str) -> str:
    """The length tells where an owner ends: no other's name may mean the same."""
    return f"answered:{len(owner)}:{owner}:{name}"
