from collections.abc import AsyncGenerator
from typing import Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.channel import heard_on
from adapters.outbound.redis.connection import redis_errors
from adapters.outbound.redis.transaction_text import from_text, to_text
from application.ports.call_feed import CallFeed
from domain.transactions.transaction import Transaction

_CHANNEL: Final = "calls"


@final
class RedisCallFeed(CallFeed):
    """Pub/sub: whoever listens now hears it. What comes together is one message."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @override
    async def publish(self, *transactions: Transaction) -> None:
        if not transactions:
            return
        with redis_errors():
            await self._redis.publish(_CHANNEL, to_text(transactions))

    @override
    async def listen(self) -> AsyncGenerator[Transaction]:
        async for said in heard_on(self._redis, _CHANNEL):
            for each in from_text(said):
                yield each
