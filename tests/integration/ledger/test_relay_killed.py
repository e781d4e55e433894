"""REL-17: the relay as a process of its own, killed in the middle of its answers."""

import asyncio
import json
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from pydantic import TypeAdapter
from redis.asyncio import Redis

from adapters.outbound.system.clock import utc_now
from application.admin.permissions import Operator
from application.ledger.verify_ledger import VerifyLedger
from application.ports.allowances import LEASE
from domain.accounts.api_key import key_id_of
from domain.allowances.terms import Budget, Limits
from domain.transactions.money import NanoUsd
from domain.transactions.transaction import Transaction
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.settings import load_settings
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.probes import answers_http
from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

ROOT = Path(__file__).parents[3]
SLOW, QUICK = "fake-slow", "fake-echo"
PRICE = {"input": "1", "output": "2"}
ONE_THOUSAND_USD = NanoUsd(1_000 * 10**9)


@dataclass
class Site:
    relay: Part
    logs: Path
    container: Container
    upstream: FakeUpstream
    key: str
    redis_url: str

    async def ask(self, model: str, *, stream: bool) -> int | None:
        """The status; `None` when the relay went away under it."""
        body = {
            "model": model,
            "messages": [{"role": "user", "content": "tell me a long story"}],
            "stream": stream,
            "max_tokens": 200,
        }
        headers = {"authorization": f"Bearer {self.key}"}
        url = f"http://127.0.0.1:{self.relay.ports[0]}/v1/chat/completions"
        try:
            async with httpx2.AsyncClient(timeout=30) as client:
                return (await client.post(url, json=body, headers=headers)).status_code
        except httpx2.TransportError:
            return None

    async def rows(self, count: int) -> list[Transaction]:
        """Once there are so many in the ledger."""
        async with asyncio.timeout(30):
            while True:
                rows = await self.container.transactions().latest(500)
                if len(rows) >= count:
                    return list(rows)
                await asyncio.sleep(0.1)


@pytest.fixture
async def site(
    tmp_path: Path,
    mongo_url: str,
    redis_url: str,
    fake_upstream: FakeUpstream,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Site]:
    acme = {"kind": "openai", "api_key": "k", "base_url": f"{fake_upstream.url}/v1"}
    models = [{"name": name, "provider": "acme", "price": PRICE} for name in (SLOW, QUICK)]
    environment = {
        "MONGO_URL": mongo_url,
        "REDIS_URL": redis_url,
        "PARLEY_HOME": str(tmp_path / "home"),
        "PARLEY_MONGO_DATABASE": f"test_{uuid.uuid4().hex[:30]}",
        "PARLEY_LOCAL_MODEL": "false",
        "PARLEY_PROVIDERS": json.dumps({"acme": acme}),
        "PARLEY_MODELS": json.dumps(models),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    port = free_port()
    relay = Part(
        name="relay",
        label="Relay",
        command=(sys.executable, "-m", "entrypoints.serve", "relay", "--port", str(port)),
        directory=ROOT,
        environment=dict(os.environ),
        probe=answers_http(port, "/readyz"),
        ports=(port,),
        ready_within_s=60,
    )
    settings = load_settings()
    async with opened(container_for(settings)) as container:
        operator = Operator()
        team = await container.create_team()("Team", by=operator)
        made = await container.create_key()(
            "key", owner_kind="team", owner_id=team.id, expires_at=None, by=operator
        )
        budget = Budget(window="total", limit=ONE_THOUSAND_USD)
        await container.keys().save(made.key.allowed(Limits(parallel=100), [budget]))
        yield Site(relay, tmp_path, container, fake_upstream, made.secret, redis_url)
        await container.connection().client.drop_database(settings.mongo_database)


@pytest.fixture(name="fake_upstream")
async def _fake_upstream() -> AsyncIterator[FakeUpstream]:
    upstream = await FakeUpstream().start()
    yield upstream
    await upstream.stop()


async def test_a_relay_that_is_killed_in_its_answers_books_each_call_once_and_holds_no_money(
    site: Site,
) -> None:
    site.upstream.script(Mode(text="word " * 200, interval_s=0.05), model=SLOW)
    first = await site.relay.start(site.logs)
    done = await asyncio.gather(*(site.ask(QUICK, stream=bool(n % 2)) for n in range(20)))
    cut = [asyncio.ensure_future(site.ask(SLOW, stream=True)) for _ in range(5)]
    async with asyncio.timeout(20):
        while sum(each.chunks_sent > 20 for each in site.upstream.exchanges) < 5:  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # the upstream tells it no other way

    os.kill(first.pid, signal.SIGKILL)
    await first.exited()
    gone = await asyncio.gather(*cut)
    second = await site.relay.start(site.logs)
    after = await asyncio.gather(*(site.ask(QUICK, stream=False) for _ in range(5)))
    rows = await site.rows(30)
    await asyncio.sleep(LEASE.total_seconds())
    # A call after the leases have run out clears what the dead process held.
    last = await site.ask(QUICK, stream=False)
    rows = await site.rows(31)
    await site.relay.stop(second)

    assert (done, gone, after, last) == ([200] * 20, [None] * 5, [200] * 5, 200)
    assert len(rows) == len({row.id for row in rows}) == len(site.upstream.exchanges) == 31
    recovered = [row for row in rows if row.outcome == "recovered"]
    assert len(recovered) == 5
    assert all(row.usage.estimated and row.usage.output > 0 for row in recovered)
    whole = [each for each in site.upstream.exchanges if each.closed_by_client_at is None]
    told = sum((each.usage_emitted or {})["output"] for each in whole)
    assert sum(row.usage.output for row in rows if row.outcome == "ok") == told
    verify = VerifyLedger(
        transactions=site.container.transactions(),
        totals=site.container.usage_totals(),
        clock=utc_now,
    )
    assert (await verify()).is_good
    await _expect_no_hold(site, sum(row.cost or 0 for row in rows))


_PURSE: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


def _fund_of(key: str) -> str:
    return f"{{allowances}}:fund:key:{key_id_of(key)}/hard/UTC/total"


async def _expect_no_hold(site: Site, cost: int) -> None:
    """The purse has what the finished calls cost, and holds nothing for anybody."""
    async with Redis.from_url(site.redis_url, decode_responses=True) as redis:
        purse = _PURSE.validate_python(await redis.hgetall(_fund_of(site.key)))
    assert purse["held"] == "0"
    assert 0 < int(purse["spent"]) <= cost
