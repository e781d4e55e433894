import asyncio
from collections.abc import AsyncGenerator
from typing import Final, final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.exceptions import RedisError
from typing_extensions import TypedDict, override

from adapters.outbound.redis.connection import redis_errors
from adapters.outbound.redis.transaction_text import from_text, to_text
from application.ports.call_feed import CallFeed
from domain.transactions.transaction import Transaction

_CHANNEL: Final = "calls"
_SLICE_S: Final = 1.0
_BACK_OFF_S: Final = (0.2, 0.5, 1.0, 2.0)


class _Said(TypedDict):
    data: str


_SAID: Final[TypeAdapter[_Said | None]] = TypeAdapter(_Said | None)


@final
class RedisCallFeed(CallFeed):
    """Pub/sub: whoever listens now hears it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @override
    async def publish(self, transaction: Transaction) -> None:
        with redis_errors():
            await self._redis.publish(_CHANNEL, to_text(transaction))

    @override
    async def listen(self) -> AsyncGenerator[Transaction]:
        failures = 0
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(_CHANNEL)
                    while True:
                        said = _SAID.validate_python(await channel.get_message(timeout=_SLICE_S))
                        failures = 0
                        if said is not None:
                            yield from_text(said["data"])
            except RedisError:
                await asyncio.sleep(_BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)])
                failures += 1
