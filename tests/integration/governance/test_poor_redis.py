"""REL-19: a Redis that is there and does not do its work: full, read-only, or slow."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis

from domain.accounts.api_key import key_id_of
from domain.allowances.terms import Budget, Limits
from domain.transactions.money import NanoUsd
from tests.integration.governance.site import ECHO, METERED, TOKEN, Site, p, two_relays, until
from tests.integration.governance.test_faults import (
    ALONE,
    BACK_WITHIN_S,
    CALM_AFTER_S,
    counted_by_all,
    warmed,
)
from tests.upstream.mode import Mode

pytestmark = pytest.mark.asyncio(loop_scope="package")

DELAY_S = 0.5
Fault = Callable[[Site], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def full(site: Site) -> AsyncGenerator[None]:
    """It refuses whatever would take more memory."""
    async with Redis.from_url(site.redis_url) as redis:
        await redis.config_set("maxmemory", 1)
        try:
            yield
        finally:
            await redis.config_set("maxmemory", 0)


@asynccontextmanager
async def read_only(site: Site) -> AsyncGenerator[None]:
    """It follows a server that is not there, and takes no word but that one's."""
    async with Redis.from_url(site.redis_url) as redis:
        await redis.replicaof("127.0.0.1", 9)
        try:
            yield
        finally:
            await redis.replicaof("NO", "ONE")


@pytest.mark.parametrize("fault", [full, read_only])
async def test_rel_19_a_redis_that_takes_nothing_is_counted_without(
    site: Site, fault: Fault
) -> None:
    for_ten = Budget(window="total", limit=NanoUsd(10 * 10 * TOKEN))
    key = await site.key_of_team(limits=Limits(requests_per_minute=10_000))
    small = await site.key_of_team(limits=Limits(requests_per_minute=20))
    poor = await site.key_of_team(budgets=(for_ten,))
    revoked = await site.key_of_team()
    for each in (key, small, revoked):
        await warmed(site, each)
    site.upstream.script(Mode(text=" ".join(["word"] * 10)), model=ECHO)
    spent = [await site.ask(poor, relay=n, model=METERED, max_tokens=10) for n in range(2)]
    await site.rows_of(spent)

    async with fault(site):
        asked = await site.ask_for(key, lasting_s=2.5)
        alone = [await site.metric(ALONE, relay=relay) for relay in (0, 1)]
        shares = [
            [(await site.ask(small, relay=relay)).status for _ in range(15)] for relay in (0, 1)
        ]
        await site.revoke(key_id_of(revoked))

        async def refused() -> bool:
            return {(await site.ask(revoked, relay=n)).status for n in (0, 1)} == {401}

        await until(refused, within_s=2)
        paid = [
            (await site.ask(poor, relay=n % 2, model=METERED, max_tokens=10)).status
            for n in range(14)
        ]

    await until(lambda: _back(site, key), within_s=BACK_WITHIN_S)
    assert [heard.status for _, heard in asked].count(200) >= len(asked) * 0.99
    assert alone == [1, 1]
    for statuses in shares:  # never without a limit, never nothing
        assert 1 <= statuses.count(200) <= 11
        assert 429 in statuses
    assert 0 < paid.count(200) <= 8
    assert set(paid) == {200, 402}


class Line:
    """A line to a server, on which every word takes its time when it is `slow`."""

    def __init__(self) -> None:
        self.slow = False
        self._talks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def lay(self, port: int) -> int:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(
                    self._carry(reader, there_writer), self._carry(there_reader, writer)
                )

        self._server = await asyncio.start_server(talk, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def take_up(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while said := await reader.read(65_536):
                if self.slow:
                    await asyncio.sleep(DELAY_S)
                writer.write(said)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="function")
async def test_rel_19_a_redis_that_is_slow_holds_nobody_up(tmp_path: Path) -> None:
    line = Line()
    with pytest.MonkeyPatch.context() as patch:
        async with two_relays(tmp_path, patch, line=line.lay) as site:
            key = await site.key_of_team(limits=Limits(requests_per_minute=10_000))
            small = await site.key_of_team(limits=Limits(requests_per_minute=20))
            await warmed(site, key)
            await warmed(site, small)

            line.slow = True
            asked = await site.ask_for(key, lasting_s=20)
            few = [(await site.ask(small, relay=n % 2)).status for n in range(40)]
            line.slow = False
            await until(lambda: _back(site, key), within_s=BACK_WITHIN_S)
            heard = [each for _, each in asked]
            await site.rows_of(heard, within_s=20)
    await line.take_up()

    late = [each for at, each in asked if at > CALM_AFTER_S]
    assert {each.status for each in late} == {200}
    assert [each.status for each in heard].count(200) >= len(heard) * 0.99
    assert p(0.99, [each.took_s for each in late]) <= 2 * DELAY_S
    assert 1 <= few.count(200) <= 22
    assert few.count(429) >= 18


async def _back(site: Site, key: str) -> bool:
    """Somebody calls all the time; nobody else tells the relays that Redis is well."""
    for relay in (0, 1):
        await site.ask(key, relay=relay)
    return await counted_by_all(site)
