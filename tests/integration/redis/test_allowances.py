import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import TypeAdapter
from redis.asyncio import Redis

from adapters.outbound.redis.allowances import RedisAllowances
from adapters.outbound.redis.connection import connect_quickly
from adapters.outbound.redis.gathered_scripts import GatheredScripts
from tests.clock import FakeClock
from tests.contracts.allowances import AllowancesContract, StandingsContract, a_claim, a_fund, take


class TestRedisAllowances(AllowancesContract):
    @pytest.fixture
    async def allowances(
        self, redis: Redis, redis_url: str, clock: FakeClock
    ) -> AsyncIterator[RedisAllowances]:
        assert await redis.ping()  # it has emptied the server
        quick = connect_quickly(redis_url, answer_s=5)
        yield RedisAllowances(quick, clock=clock)
        await quick.aclose()


class TestRedisAllowancesThroughTheLibrary(AllowancesContract):
    """As they are where the server is behind TLS."""

    @pytest.fixture
    def allowances(self, redis: Redis, clock: FakeClock) -> RedisAllowances:
        return RedisAllowances(redis, clock=clock, scripts=GatheredScripts)


class TestRedisStandings(StandingsContract):
    @pytest.fixture
    async def allowances(
        self, redis: Redis, redis_url: str, clock: FakeClock
    ) -> AsyncIterator[RedisAllowances]:
        assert await redis.ping()  # it has emptied the server
        quick = connect_quickly(redis_url, answer_s=5)
        yield RedisAllowances(quick, clock=clock)
        await quick.aclose()

    @pytest.fixture
    def standings(self, allowances: RedisAllowances) -> RedisAllowances:
        return allowances


async def test_the_server_s_clock_is_taken_where_none_is_given(redis: Redis) -> None:
    taken = await take(RedisAllowances(redis), a_claim("r1", fund=a_fund()))

    seconds, _ = await redis.time()
    assert 0 <= seconds - taken.second <= 2


_KEYS: TypeAdapter[list[str]] = TypeAdapter(list[str])


async def test_all_keys_are_in_one_slot_of_a_cluster(
    redis: Redis,
) -> None:
    taken = await take(RedisAllowances(redis), a_claim("r1", fund=a_fund()))
    await RedisAllowances(redis).keep([taken])

    keys = _KEYS.validate_python(await redis.keys("*"))

    assert all(key.startswith("{allowances}:") for key in keys)


async def test_a_server_that_has_forgotten_the_scripts_is_told_them_again(redis: Redis) -> None:
    allowances = RedisAllowances(redis)
    await take(allowances, a_claim("r1", fund=a_fund()))

    await redis.script_flush()

    taken = await asyncio.gather(
        *(take(allowances, a_claim(f"s{n}", fund=a_fund())) for n in range(3))
    )
    assert [each.claim.request for each in taken] == ["s0", "s1", "s2"]
