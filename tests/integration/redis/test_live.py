from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from adapters.outbound.redis.call_feed import RedisCallFeed
from adapters.outbound.redis.carried_reasoning import RedisCarriedReasoning
from adapters.outbound.redis.changes import RedisChanges
from adapters.outbound.redis.generation_log import RedisGenerationLog
from adapters.outbound.redis.health import RedisHealth
from adapters.outbound.redis.instances import RedisInstances
from adapters.outbound.redis.leases import RedisLeases
from adapters.outbound.redis.response_cache import RedisResponseCache
from adapters.outbound.redis.sessions import RedisLiveSessions
from adapters.outbound.redis.sign_in_attempts import RedisSignInAttempts
from adapters.outbound.redis.stop_signals import RedisStopSignals
from tests.clock import FakeClock
from tests.contracts.carried_reasoning import CarriedReasoningContract
from tests.contracts.instances import InstancesContract
from tests.contracts.live import (
    CallFeedContract,
    ChangesContract,
    GenerationLogContract,
    LeasesContract,
    LiveSessionsContract,
    SignInAttemptsContract,
    StopSignalsContract,
)
from tests.contracts.response_cache import ResponseCacheContract


class TestRedisLiveSessions(LiveSessionsContract):
    @pytest.fixture
    def live(self, redis: Redis, clock: FakeClock) -> RedisLiveSessions:
        return RedisLiveSessions(redis, clock=clock)


class TestRedisSignInAttempts(SignInAttemptsContract):
    @pytest.fixture
    def attempts(self, redis: Redis, clock: FakeClock) -> RedisSignInAttempts:
        return RedisSignInAttempts(redis, clock=clock)


class TestRedisInstances(InstancesContract):
    @pytest.fixture
    def instances(self, redis: Redis, clock: FakeClock) -> RedisInstances:
        return RedisInstances(redis, clock=clock)


async def test_redis_says_how_it_is_or_that_it_is_away(redis: Redis) -> None:
    there = await RedisHealth(redis, is_embedded=True).look()
    async with Redis.from_url("redis://127.0.0.1:9", socket_timeout=1) as nowhere:
        away = await RedisHealth(nowhere, is_embedded=False).look()

    assert (there.version or "").split()[0] in {"Valkey", "Redis"}
    assert there.size is not None
    assert there.size > 0
    assert 0 < (there.latency_ms or 0) < 3_000
    assert there.problem is None
    assert (away.version, away.size) == (None, None)
    assert (away.problem or "").startswith("Redis is away")


class TestRedisGenerationLog(GenerationLogContract):
    @pytest.fixture
    def log(self, redis: Redis) -> RedisGenerationLog:
        return RedisGenerationLog(redis)


class TestRedisStopSignals(StopSignalsContract):
    @pytest.fixture
    def signals(self, redis: Redis) -> RedisStopSignals:
        return RedisStopSignals(redis)


@pytest.fixture
def let_pass(redis: Redis) -> Callable[[timedelta], Awaitable[None]]:
    """Redis' own clock cannot be turned; the time that each key has left can."""

    async def passing(by: timedelta) -> None:
        for key in await redis.keys():
            left = await redis.pttl(key) - by.total_seconds() * 1000
            await redis.pexpire(key, round(left))

    return passing


class TestRedisLeases(LeasesContract):
    @pytest.fixture
    def leases(self, redis: Redis) -> RedisLeases:
        return RedisLeases(redis)


class TestRedisCarriedReasoning(CarriedReasoningContract):
    @pytest.fixture
    def carried(self, redis: Redis) -> RedisCarriedReasoning:
        return RedisCarriedReasoning(redis)


class TestRedisCallFeed(CallFeedContract):
    @pytest.fixture
    def feed(self, redis: Redis) -> RedisCallFeed:
        return RedisCallFeed(redis)


class TestRedisChanges(ChangesContract):
    @pytest.fixture
    def changes(self, redis: Redis) -> RedisChanges:
        return RedisChanges(redis, quick=redis)


class TestRedisResponseCache(ResponseCacheContract):
    @pytest.fixture
    def cache(self, redis: Redis) -> RedisResponseCache:
        return RedisResponseCache(redis)
