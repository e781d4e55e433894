import pytest
from redis.asyncio import Redis

from adapters.outbound.redis.minute_counts import RedisMinuteCounts
from adapters.outbound.redis.pulses import RedisPulses
from application.ports.minute_counts import KEPT
from tests.builders import a_transaction
from tests.clock import FakeClock
from tests.contracts.alerts import MinuteCountsContract, PulsesContract


class TestRedisMinuteCounts(MinuteCountsContract):
    @pytest.fixture
    def counts(self, redis: Redis, clock: FakeClock) -> RedisMinuteCounts:
        return RedisMinuteCounts(redis, clock=clock)

    async def test_they_go_by_themselves(self, redis: Redis, counts: RedisMinuteCounts) -> None:
        await counts.add([a_transaction()])

        (key,) = await redis.keys("minute:*")
        assert 0 < await redis.ttl(key) <= KEPT.total_seconds()


class TestRedisPulses(PulsesContract):
    @pytest.fixture
    def pulses(self, redis: Redis) -> RedisPulses:
        return RedisPulses(redis)
