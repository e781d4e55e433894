"""Money and limits that many want at once, by way of two relays, and one that dies with holds."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Sequence

import pytest
from redis.asyncio import Redis

from application.admin.permissions import Operator
from application.admin.set_allowance import SetAllowance
from application.ports.allowances import LEASE
from domain.accounts.api_key import key_id_of
from domain.allowances.terms import Budget, Limits
from domain.ids import TeamId
from domain.transactions.money import NanoUsd
from tests.integration.governance.site import ECHO, METERED, TOKEN, Heard, Site, until
from tests.upstream.mode import Mode

pytestmark = pytest.mark.asyncio(loop_scope="package")

TOKENS = 10
TEN_WORDS = Mode(text=" ".join(["word"] * TOKENS))


def money_for(calls: int, *, tokens: int = TOKENS) -> Budget:
    return Budget(window="total", limit=NanoUsd(calls * tokens * TOKEN))


async def two_hundred(site: Site, keys: Sequence[str]) -> list[tuple[str, Heard]]:
    """At once: each key on both relays, as streams and whole."""
    asking = [
        (
            keys[number % len(keys)],
            site.ask(
                keys[number % len(keys)],
                relay=number // len(keys) % 2,
                model=METERED,
                max_tokens=TOKENS,
                stream=number % 3 == 0,
            ),
        )
        for number in range(200)
    ]
    heard = await asyncio.gather(*(each for _, each in asking))
    return list(zip((key for key, _ in asking), heard, strict=True))


async def expect_no_overshoot(site: Site, heard: Sequence[Heard], subject: str) -> None:
    """Ten reached the provider, ten are booked and paid, and nothing is held for anybody."""
    assert Counter(each.status for each in heard) == {200: 10, 402: 190}
    assert len(site.upstream.exchanges) == 10
    rows = await site.rows_of(heard)
    assert Counter(row.outcome for row in rows) == {"ok": 10, "refused": 190}
    assert sum(row.cost or 0 for row in rows) == money_for(10).limit
    fund = f"{{allowances}}:fund:{subject}/hard/UTC/total"
    async with Redis.from_url(site.redis_url, decode_responses=True) as redis:

        async def nothing_held() -> bool:
            return await redis.hget(fund, "held") == "0" and not await redis.exists(f"{fund}:holds")

        await until(nothing_held, within_s=5)
        assert await redis.hget(fund, "spent") == str(money_for(10).limit)


async def test_rel_13_two_hundred_at_once_on_a_team_s_money_for_ten(site: Site) -> None:
    site.upstream.script(TEN_WORDS)
    by = Operator()
    team = await site.container.create_team()("Ten", by=by)
    set_allowance = SetAllowance(
        keys=site.container.keys(), users=site.container.users(), teams=site.container.teams()
    )
    await set_allowance("team", team.id, limits=Limits(), budgets=[money_for(10)], by=by)
    keys = [await site.key_of_team(TeamId(team.id), budgets=(money_for(4),)) for _ in range(4)]

    asked = await two_hundred(site, keys)

    await expect_no_overshoot(site, [each for _, each in asked], f"team:{team.id}")
    by_key = Counter(key for key, each in asked if each.status == 200)
    assert max(by_key.values()) <= 4


async def test_rel_13_two_hundred_at_once_on_a_new_user_s_money_for_ten(site: Site) -> None:
    site.upstream.script(TEN_WORDS)
    user = await site.add_user("eve", budgets=(money_for(10),))
    keys = [await site.key_of_user(user, budgets=(money_for(100),)) for _ in range(2)]

    asked = await two_hundred(site, keys)

    await expect_no_overshoot(site, [each for _, each in asked], f"user:{user}")


async def test_what_a_killed_relay_held_is_free_when_its_lease_ends(site: Site) -> None:
    long = 200
    site.upstream.script(Mode(text=" ".join(["word"] * long), interval_s=0.05), model=ECHO)
    key = await site.key_of_team(budgets=(money_for(3, tokens=long),), limits=Limits(parallel=3))
    cut = [
        asyncio.ensure_future(site.ask(key, relay=0, model=METERED, max_tokens=long, stream=True))
        for _ in range(3)
    ]
    await until(lambda: _under_way(site, 3), within_s=10)

    await site.relays[0].kill()
    killed = time.monotonic()
    gone = await asyncio.gather(*cut)
    site.upstream.script(TEN_WORDS, model=ECHO)
    early = await site.ask(key, relay=1, model=METERED, max_tokens=TOKENS)

    async def admitted() -> bool:
        return (await site.ask(key, relay=1, model=METERED, max_tokens=TOKENS)).status == 200

    await until(admitted, within_s=LEASE.total_seconds() + 5)
    took_s = time.monotonic() - killed
    await site.relays[0].start()
    purse = f"{{allowances}}:fund:key:{key_id_of(key)}/hard/UTC/total"

    async def charged() -> bool:
        """With what the books say that all of them have cost, the cut ones too."""
        latest = await site.container.transactions().latest(1_000)
        mine = [row for row in latest if row.payer.key == key_id_of(key)]
        cost = sum(row.cost or 0 for row in mine)
        recovered = sum(row.outcome == "recovered" for row in mine)
        async with Redis.from_url(site.redis_url, decode_responses=True) as redis:
            spent = await redis.hmget(purse, "spent", "held")
        return recovered == 3 and spent == [str(cost), "0"]

    await until(charged, within_s=10)
    assert [each.status for each in gone] == [0, 0, 0]
    assert early.status == 429  # three are still at work, as far as anybody knows
    assert took_s <= LEASE.total_seconds() + 2


async def _under_way(site: Site, count: int) -> bool:
    return sum(each.chunks_sent > 2 for each in site.upstream.exchanges) >= count


async def test_requests_a_minute_are_exact_over_two_relays_and_tell_when_to_come_back(
    site: Site,
) -> None:
    key = await site.key_of_team(limits=Limits(requests_per_minute=100))
    began = time.time()

    heard = await asyncio.gather(*(site.ask(key, relay=n % 2) for n in range(150)))
    last = await site.ask(key)
    now = time.time()

    admitted = sum(each.status == 200 for each in heard)
    assert abs(admitted - 100) <= 2
    assert {each.status for each in (*heard, last)} == {200, 429}
    # The oldest second of the minute is full again 60 s after it began.
    told = int(last.headers["retry-after"])
    assert math.floor(60 - (now - math.floor(began))) <= told <= math.ceil(60 - (now - began)) + 1


async def test_tokens_a_minute_are_exact_over_two_relays(site: Site) -> None:
    site.upstream.script(TEN_WORDS)
    limit = 2_000
    key = await site.key_of_team(limits=Limits(tokens_per_minute=limit))

    async def one(relay: int) -> None:
        """Go on until there is no room for the smallest call, settled ones counted as they were."""
        refusals = 0
        while refusals < 3:
            heard = await site.ask(key, relay=relay, model=METERED, max_tokens=TOKENS)
            assert heard.status in {200, 429}
            refusals = refusals + 1 if heard.status == 429 else 0
            if refusals:
                await asyncio.sleep(0.1)

    await asyncio.gather(*(one(number % 2) for number in range(4)))

    counted = [each.usage_emitted or {} for each in site.upstream.exchanges]
    used = sum(each["input"] + each["output"] for each in counted)
    assert abs(used - limit) <= limit * 0.02


@pytest.mark.long
async def test_who_comes_back_when_told_is_admitted_and_a_second_earlier_is_not(
    site: Site,
) -> None:
    key = await site.key_of_team(limits=Limits(requests_per_minute=1))
    assert (await site.ask(key)).status == 200
    refused = await site.ask(key, relay=1)
    told_s, at = int(refused.headers["retry-after"]), time.monotonic()

    await asyncio.sleep(told_s - 1.1 - (time.monotonic() - at))
    early = await site.ask(key)
    await asyncio.sleep(told_s - (time.monotonic() - at))
    right = await site.ask(key, relay=1)

    assert (refused.status, early.status, right.status) == (429, 429, 200)
    assert early.headers["retry-after"] in {"1", "2"}
