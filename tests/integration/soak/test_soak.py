"""Many mixed calls while relay, Valkey and MongoDB are killed: the books are the provider's count.

Four dialects on four vendors, whole and streamed; clients that go away, providers that fail or
say nothing, other places and models that are asked then (REL-12).
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from random import Random

import pytest
from redis.asyncio import Redis

from adapters.outbound.system.clock import utc_now
from application.admin.permissions import Operator
from application.ledger.verify_ledger import VerifyLedger
from application.open_calls import DRAFT_EVERY_S
from application.ports.allowances import LEASE
from domain.accounts.api_key import key_id_of
from domain.allowances.terms import Budget, Limits
from domain.ids import TeamId
from domain.transactions.money import NanoUsd
from domain.transactions.totals import PlaceTotals
from domain.transactions.transaction import Transaction
from tests.integration.governance.site import Server, Site, two_relays, until
from tests.integration.soak.books import Count, counted_by_provider, differences
from tests.integration.soak.clients import Clients, Played
from tests.integration.soak.plan import Want, mixed, offer, standing_still

KEYS, WITH_MONEY = 6, 5
AWAY_S = 0.7
BOOKED_WITHIN_S = 40.0
PLENTY = Budget(window="total", limit=NanoUsd(10**15))
FOR_A_FEW = Budget(window="total", limit=NanoUsd(5 * 10**6))


@pytest.fixture
async def site(tmp_path: Path) -> AsyncGenerator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        async with two_relays(tmp_path, patch, offer=offer) as found:
            yield found


async def clients_of(site: Site) -> Clients:
    """Keys of two teams and two users; the last has money for a few calls alone."""
    by = Operator()
    teams = [(await site.container.create_team()(f"team {n}", by=by)).id for n in range(2)]
    users = [await site.add_user(name, budgets=(PLENTY,)) for name in ("ada", "eve")]
    limits = Limits(parallel=100, requests_per_minute=100_000)
    keys = [
        await site.key_of_team(TeamId(teams[0]), limits=limits, budgets=(PLENTY,)),
        await site.key_of_team(TeamId(teams[0]), limits=limits, budgets=(PLENTY,)),
        await site.key_of_team(TeamId(teams[1]), limits=limits, budgets=(PLENTY,)),
        await site.key_of_user(users[0], limits=limits, budgets=(PLENTY,)),
        await site.key_of_user(users[1], limits=limits, budgets=(PLENTY,)),
        await site.key_of_team(TeamId(teams[1]), limits=limits, budgets=(FOR_A_FEW,)),
    ]
    clients = Clients(site, keys)
    site.upstream.decide = clients.decide
    return clients


async def away(server: Server) -> None:
    """It is killed, and comes back a little later."""
    await server.kill()
    await asyncio.sleep(AWAY_S)
    await server.start()


async def killed_standing_still(
    clients: Clients, still: list[Want], meanwhile: list[Want], *, others: Iterable[Server] = ()
) -> None:
    """A relay dies with calls that stand still; the other one goes on."""
    site = clients.site
    waiting = asyncio.ensure_future(clients.ask_all(still, relays=(0,)))

    async def all_stand() -> bool:
        exchanges = [each.exchange for each in clients.played if each.want in still]
        said = [len(exchange.said) > 0 for exchange in exchanges]
        return len(said) == len(still) and sum(said) == sum(want.stream for want in still)

    await until(all_stand, within_s=60)
    await asyncio.sleep(2 * DRAFT_EVERY_S)
    asking = asyncio.ensure_future(clients.ask_all(meanwhile, relays=(1,)))
    await asyncio.gather(site.relays[0].kill(), *(each.kill() for each in others))
    await asyncio.gather(*(each.start() for each in others))
    await site.relays[0].start()
    await asyncio.gather(waiting, asking)


async def soak(site: Site, *, calls: int, still: int, rounds: int, seed: int) -> Clients:
    clients, draw = await clients_of(site), Random(seed)  # noqa: S311 - the same again each time
    numbers = iter(range(1, 10**9))
    share = calls // (4 * rounds)

    def some() -> list[Want]:
        found = mixed(share, first=0, keys=KEYS, draw=draw)
        for want in found:
            want.number = next(numbers)
        return found

    await clients.ask_all(mixed(2 * KEYS, first=90_000, keys=KEYS, draw=draw))
    for number in range(rounds):
        stopped = standing_still(still, first=80_000 + number * still, keys=WITH_MONEY, draw=draw)
        for server in (site.mongo, site.redis):
            await asyncio.gather(clients.ask_all(some()), away(server))
        together = (site.mongo, site.redis) if number % 2 else ()
        await killed_standing_still(clients, stopped, some(), others=together)
        await clients.ask_all(some())
    return clients


async def booked(clients: Clients) -> list[Transaction]:
    """All rows, once each call that reached a provider has one and nothing more comes."""
    container = clients.site.container
    for each in clients.played:
        async with asyncio.timeout(BOOKED_WITHIN_S):
            await each.exchange.ended.wait()
    asked = {each.exchange.headers["x-request-id"] for each in clients.played}
    until_s = time.monotonic() + BOOKED_WITHIN_S
    missing = asked
    while missing and time.monotonic() < until_s:
        await asyncio.sleep(0.5)
        missing = asked - {str(row.id) for row in await container.transactions().latest(20_000)}
    assert missing == set()

    async def nothing_is_open() -> bool:
        return not await container.transactions().open_batches()

    await until(nothing_is_open, within_s=BOOKED_WITHIN_S)
    await asyncio.sleep(2 * DRAFT_EVERY_S)
    return list(await container.transactions().latest(20_000))


async def expect_sums_to_add_up(clients: Clients) -> None:
    """Each sum that a dashboard is made of: by key, user, team, model and day."""
    container = clients.site.container
    verify = VerifyLedger(
        transactions=container.transactions(), totals=container.usage_totals(), clock=utc_now
    )
    audit = await verify()
    assert audit.is_good, audit
    sums = [each for day in await verify.days(None) for each in await verify.totals.sums_of(day)]
    by_provider: defaultdict[tuple[str, str], Count] = defaultdict(Count)
    for each in clients.played:
        by_provider[clients.keys[each.want.key], each.want.model] += counted_by_provider(each)
    for (key, model), right in by_provider.items():
        assert _sum(s for s in sums if (s.place.key, s.place.model) == (key_id_of(key), model)) == (
            right
        )
    of_all = sum(by_provider.values(), Count())
    assert _sum(sums) == of_all
    by_account = [s for s in sums if (s.place.user is None) != (s.place.team is None)]
    assert _sum(by_account) == of_all


def _sum(sums: Iterable[PlaceTotals]) -> Count:
    return sum(
        (
            Count(
                input=each.totals.input_tokens,
                output=each.totals.output_tokens,
                cost=each.totals.cost,
            )
            for each in sums
        ),
        Count(),
    )


async def expect_no_hold_and_all_paid(clients: Clients) -> None:
    """Once the leases of the dead are over: every purse has what the books say, and no more."""
    site, costs = clients.site, Counter[str]()
    for each in clients.played:
        costs[clients.keys[each.want.key]] += counted_by_provider(each).cost
    async with Redis.from_url(site.redis_url, decode_responses=True) as redis:
        for key in clients.keys:
            fund = f"{{allowances}}:fund:key:{key_id_of(key)}/hard/UTC/total"

            async def nothing_held(key: str = key, fund: str = fund) -> bool:
                held = await redis.hget(fund, "held")
                parallel = await redis.zcard(f"{{allowances}}:parallel:key:{key_id_of(key)}")
                return held == "0" and parallel == 0 and not await redis.exists(f"{fund}:holds")

            # Whoever asks clears what the dead held.
            await until(nothing_held, within_s=LEASE.total_seconds() + 5)
            assert await redis.hget(fund, "spent") == str(costs[key])


async def expect_the_provider_s_count(clients: Clients) -> None:
    rows = await booked(clients)
    assert differences(clients.played, rows) == []
    outcomes = Counter(row.outcome for row in rows)
    assert {"ok", "client_closed", "recovered", "error"} <= outcomes.keys()
    assert any(row.earlier for row in rows)
    await expect_sums_to_add_up(clients)
    await expect_no_hold_and_all_paid(clients)


def _dialects(played: Iterable[Played]) -> set[str]:
    return {each.want.dialect for each in played}


async def test_rel_12_a_hundred_mixed_calls_are_booked_as_the_provider_counted_them(
    site: Site,
) -> None:
    clients = await soak(site, calls=100, still=6, rounds=1, seed=12)

    await expect_the_provider_s_count(clients)
    assert len(_dialects(clients.played)) == 4


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
async def test_rel_12_a_thousand_mixed_calls_are_booked_as_the_provider_counted_them(
    site: Site, seed: int
) -> None:
    clients = await soak(site, calls=1_000, still=12, rounds=4, seed=seed)

    await expect_the_provider_s_count(clients)
    assert len(clients.statuses) >= 1_000
