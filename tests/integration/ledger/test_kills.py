"""REL-17: the ledger after kill -9 of the booking, of MongoDB and of Redis, or of all."""

import asyncio
import os
import secrets
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.outbound.mongo.driver import Database, connect
from adapters.outbound.mongo.preparation import prepare
from adapters.outbound.mongo.transactions import MongoTransactions
from adapters.outbound.mongo.usage_totals import MongoUsageTotals
from adapters.outbound.system.clock import utc_now
from application.ledger.rebuild_ledger import RebuildLedger
from application.ledger.verify_ledger import VerifyLedger
from domain.transactions.transaction import Transaction
from entrypoints.supervisor.mongo import EmbeddedMongo
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.process import Process as PartProcess
from entrypoints.supervisor.valkey import EmbeddedValkey
from tests.integration.ledger.busy_process import a_bookkeeper

DATABASE = "kills"
ROOT = Path(__file__).parents[3]
CALLS = 25
WITHIN_S = 30


@dataclass
class Store:
    part: Part
    logs: Path
    process: PartProcess | None = None

    async def start(self) -> None:
        self.process = await self.part.start(self.logs)

    async def kill(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        await self.process.exited()


@dataclass
class Busy:
    """A process that books, and what it has said of its calls."""

    process: Process
    begun: set[str] = field(default_factory=set[str])
    closed: set[str] = field(default_factory=set[str])

    async def hear(self, count: int) -> None:
        """Listen until it has closed so many more calls, or is dead."""
        assert self.process.stdout is not None
        enough = len(self.closed) + count
        while len(self.closed) < enough:
            words = (await self.process.stdout.readline()).decode().split()
            if len(words) != 2:
                return
            (self.begun if words[0] == "begun" else self.closed).add(words[1])

    async def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        await self.hear(10**9)
        await self.process.communicate()  # to the end, so that its pipe is closed


@dataclass
class Site:
    home: Path
    mongo: Store
    redis: Store
    mongo_url: str
    redis_url: str
    all: list[Busy] = field(default_factory=list[Busy])

    async def busy(self) -> Busy:
        command = [sys.executable, "-m", "tests.integration.ledger.busy_process"]
        given = {
            "--name": f"p{len(self.all)}",
            "--home": str(self.home / "journal"),
            "--mongo": self.mongo_url,
            "--database": DATABASE,
            "--redis": self.redis_url,
        }
        arguments = [word for pair in given.items() for word in pair]
        process = await asyncio.create_subprocess_exec(*command, *arguments, stdout=PIPE, cwd=ROOT)
        self.all.append(Busy(process))
        return self.all[-1]

    async def take_over(self) -> None:
        """What the next process does at its start."""
        journal, mongo_url, redis_url = self.home / "journal", self.mongo_url, self.redis_url
        async with (
            a_bookkeeper(
                journal, mongo_url=mongo_url, database=DATABASE, redis_url=redis_url
            ) as bookkeeper,
            bookkeeper.running(patience_s=5),
        ):
            await bookkeeper.take_over()

    async def rows(self) -> list[Transaction]:
        async with connected(self.mongo_url) as database:
            return await self._rows(database)

    async def _rows(self, database: Database) -> list[Transaction]:
        transactions = MongoTransactions(database, clock=utc_now)
        first = await transactions.first_day()
        assert first is not None
        rows = [row.transaction async for row in transactions.rows_of(first)]
        audit = await verify_ledger(database)()
        assert audit.is_good
        assert audit.rows == len(rows)
        assert not await transactions.open_batches()
        return rows


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[Database]:
    connection = connect(url, driver="pymongo")
    try:
        yield connection.database(DATABASE)
    finally:
        await connection.close()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """Stores of the test's own, to be killed."""
    password = secrets.token_urlsafe(32)
    mongo = EmbeddedMongo(
        home=tmp_path / "mongo", logs=tmp_path, port=free_port(), password=password, role="root"
    )
    redis = EmbeddedValkey(home=tmp_path / "redis", port=free_port(), password=password)
    found = Site(
        home=tmp_path,
        mongo=Store(mongo.part(), tmp_path),
        redis=Store(redis.part(), tmp_path),
        mongo_url=mongo.url,
        redis_url=redis.url,
    )
    await asyncio.gather(found.mongo.start(), found.redis.start())
    async with connected(found.mongo_url) as database:
        await prepare(database)
    yield found
    for busy in found.all:
        if busy.process.returncode is None:
            await busy.kill()
    await asyncio.gather(found.mongo.kill(), found.redis.kill())


def verify_ledger(database: Database) -> VerifyLedger:
    return VerifyLedger(
        transactions=MongoTransactions(database, clock=utc_now),
        totals=MongoUsageTotals(database),
        clock=utc_now,
    )


async def expect_every_call_once(site: Site) -> None:
    await site.take_over()
    rows = await site.rows()
    outcomes = {str(row.id): row.outcome for row in rows}
    assert len(outcomes) == len(rows)
    begun = {name for busy in site.all for name in busy.begun}
    closed = {name for busy in site.all for name in busy.closed}
    assert begun <= outcomes.keys()
    assert {outcomes[name] for name in closed} == {"ok"}
    # A process may die between a call's entry and its saying so: one call a process.
    assert len(outcomes) <= len(begun) + len(site.all)
    assert sum(outcomes[name] == "recovered" for name in begun - closed) >= len(
        begun - closed
    ) - len(site.all)
    assert [path.name for path in (site.home / "journal").iterdir()] == []


async def test_a_process_that_is_killed_again_and_again_loses_and_doubles_nothing(
    site: Site,
) -> None:
    for _ in range(3):
        busy = await site.busy()
        await busy.hear(CALLS)
        await busy.kill()

    await expect_every_call_once(site)


async def test_mongodb_is_killed_and_comes_back_under_way(site: Site) -> None:
    busy = await site.busy()
    await busy.hear(CALLS)
    await site.mongo.kill()
    await busy.hear(CALLS * 10)  # far more than it keeps in memory
    await site.mongo.start()
    await busy.hear(CALLS)
    await busy.kill()

    await expect_every_call_once(site)


async def test_everything_is_killed_at_once(site: Site) -> None:
    first, second = await site.busy(), await site.busy()
    await asyncio.gather(first.hear(CALLS), second.hear(CALLS))
    await asyncio.gather(site.mongo.kill(), site.redis.kill(), first.kill())
    await second.hear(CALLS)
    await second.kill()
    await asyncio.gather(site.mongo.start(), site.redis.start())

    await expect_every_call_once(site)


async def test_sums_are_proved_and_put_right_while_calls_go_on(site: Site) -> None:
    busy = await site.busy()
    await busy.hear(CALLS)
    listening = asyncio.ensure_future(busy.hear(10**9))
    async with connected(site.mongo_url) as database:
        verify = verify_ledger(database)
        for _ in range(5):
            assert (await verify()).is_good
        righted = 0
        async with asyncio.timeout(WITHIN_S):
            while not righted:  # sums that grow meanwhile are not removed
                for each in await verify.totals.sums_of(utc_now().date()):
                    await verify.totals.remove(each)
                righted = await RebuildLedger(verify=verify, totals=verify.totals)()
        assert (await verify()).is_good
    listening.cancel()
    await asyncio.wait({listening})
    await busy.kill()

    await expect_every_call_once(site)
