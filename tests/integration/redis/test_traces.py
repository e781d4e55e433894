import pytest
from redis.asyncio import Redis

from adapters.outbound.redis.generation_log import RedisGenerationLog
from adapters.outbound.redis.sessions import RedisLiveSessions
from adapters.outbound.redis.traces import RedisTraces
from tests.clock import FakeClock
from tests.contracts.personal_data import TracesContract


class TestRedisTraces(TracesContract):
    @pytest.fixture
    def log(self, redis: Redis) -> RedisGenerationLog:
        return RedisGenerationLog(redis)

    @pytest.fixture
    def live(self, redis: Redis) -> RedisLiveSessions:
        return RedisLiveSessions(redis, clock=FakeClock())

    @pytest.fixture
    def traces(self, redis: Redis) -> RedisTraces:
        return RedisTraces(redis)


async def test_answers_kept_for_an_account_go_and_its_budgets_stay(redis: Redis) -> None:
    budget = "{allowances}:fund:user:ada/hard/UTC/month-20260101"
    for key in ("answered:8:user:ada:digest", "carried:user:ada", "carried:user:adam", budget):
        await redis.set(key, "text")

    await RedisTraces(redis).erase({"ada"})

    assert sorted(await redis.keys("*")) == ["carried:user:adam", budget]
