"""The gate to the models on a real Redis: two instances, a race for money, a store that hangs."""

import asyncio
import os
import secrets
import signal
import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import final

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.memory.allowances import MemoryAllowances
from adapters.outbound.redis.allowances import RedisAllowances
from adapters.outbound.redis.connection import connect_quickly
from adapters.outbound.system.clock import monotonic_s, utc_now
from application.allowing import Allowing
from application.call_record import Call
from application.local_share import LocalShare
from application.metering import Metering
from application.ports.allowances import LEASE, OutOfFunds, OverLimit
from application.ports.language_models import LanguageModel, LanguageModels
from domain.accounts.access import Grants
from domain.allowances.terms import Budget, Limits, Terms
from domain.catalog.models import Model
from domain.errors import DomainError
from domain.ids import RequestId, UserId
from domain.llm.events import (
    BlockClosed,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Prompt, Text, Turn
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from domain.transactions.transaction import Payer
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.valkey import EmbeddedValkey
from tests.access import Granted
from tests.allowing import Spent
from tests.books import BookkeepingDesk
from tests.routing import routing

DOLLAR_A_TOKEN = NanoUsd(10**9 * 10**6)
PRICE = Price(
    input=NanoUsd(0),
    output=DOLLAR_A_TOKEN,
    cache_read=NanoUsd(0),
    cache_write_5m=NanoUsd(0),
    cache_write_1h=NanoUsd(0),
    source="test",
)
MODEL = Model(name="m", label="M", provider="p", kind="openai", upstream="u", price=PRICE)
TOKENS = 10
PROMPT = Prompt(turns=(Turn(role="user", parts=(Text(text="hi"),)),), max_output_tokens=TOKENS)
FOR_TEN = Budget(window="total", limit=NanoUsd(10 * TOKENS * 10**9))


@final
@dataclass
class Counting(LanguageModel, LanguageModels):
    """Uses all the tokens that it may, and counts who reached it."""

    reached: int = 0

    @override
    def of(self, model: Model) -> LanguageModel:
        return self

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        self.reached += 1
        yield (Started(id=request, model="u"),)
        yield (TextOpened(0),)
        yield (TextDelta(0, "hello"),)
        await asyncio.sleep(0)
        yield (BlockClosed(0),)
        yield (UsageReported(Usage(output=TOKENS)),)
        yield (Finished(reason="end"),)


@dataclass
class Instance:
    """One process of the relay, as far as the gate goes."""

    redis: Redis
    terms: Terms
    model: Counting
    told: list[bool] = field(default_factory=list[bool])

    def __post_init__(self) -> None:
        share = LocalShare(
            RedisAllowances(self.redis),
            local=lambda: MemoryAllowances(clock=utc_now),
            instances=2,
            clock=utc_now,
            told=self.told.append,
        )
        self.books = BookkeepingDesk()
        self.allowing = Allowing(allowances=share, spending=Spent())
        self.metering = Metering(
            routing=routing(),
            models=self.model,
            access=Granted(Grants(terms=(self.terms,))),
            allowing=self.allowing,
            bookkeeper=self.books.bookkeeper,
            clock=utc_now,
            stopwatch=monotonic_s,
        )

    async def call(self, name: str) -> None:
        call = Call(
            request=RequestId(name),
            source="relay",
            payer=Payer(user=UserId("ada")),
            model=MODEL,
            prompt=PROMPT,
            streamed=True,
        )
        async with self.metering.open(call) as stream:
            async for _ in stream:
                pass

    async def cost(self) -> int:
        await self.books.bookkeeper.carry()
        return sum(row.cost or 0 for row in await self.books.transactions.latest(999))


@pytest.fixture
async def quick(redis: Redis, redis_url: str) -> AsyncIterator[Redis]:
    assert await redis.ping()  # it has emptied the server
    client = connect_quickly(redis_url, answer_s=5)
    yield client
    await client.aclose()


def two(redis: Redis, terms: Terms) -> tuple[Instance, Instance, Counting]:
    model = Counting()
    return Instance(redis, terms, model), Instance(redis, terms, model), model


async def test_two_hundred_at_once_on_money_for_ten_reach_the_provider_ten_times(
    quick: Redis,
) -> None:
    one, other, model = two(quick, Terms(subject="user:ada", budgets=(FOR_TEN,)))

    outcomes = await asyncio.gather(
        *((one, other)[n % 2].call(f"r{n}") for n in range(200)), return_exceptions=True
    )
    await asyncio.gather(one.allowing.settled(), other.allowing.settled())

    refused = [each for each in outcomes if isinstance(each, OutOfFunds)]
    assert model.reached == 10
    assert len(refused) == 190
    assert await one.cost() + await other.cost() == FOR_TEN.limit
    # No hold is left: the purse has what was spent, and nothing beside it.
    held = await quick.hget("{allowances}:fund:user:ada/hard/UTC/total", "held")
    assert held == "0"


async def test_what_a_process_took_and_then_died_is_free_within_its_lease(quick: Redis) -> None:
    terms = Terms(subject="user:ada", budgets=(replace(FOR_TEN, limit=NanoUsd(TOKENS * 10**9)),))
    dying, other, model = two(quick, terms)
    opened = asyncio.Event()

    async def hang() -> None:
        call = Call(
            request=RequestId("dying"),
            source="relay",
            payer=Payer(user=UserId("ada")),
            model=MODEL,
            prompt=PROMPT,
            streamed=True,
        )
        async with dying.metering.open(call):
            opened.set()
            await asyncio.Event().wait()

    hanging = asyncio.ensure_future(hang())
    await opened.wait()
    with pytest.raises(OutOfFunds):
        await other.call("too early")

    began = time.monotonic()
    while True:
        try:
            await other.call(f"again-{time.monotonic()}")
            break
        except OutOfFunds:
            assert time.monotonic() - began < LEASE.total_seconds() + 1
            await asyncio.sleep(0.1)

    hanging.cancel()
    await asyncio.wait({hanging})
    assert model.reached == 1


async def test_a_limit_is_exact_over_two_instances(quick: Redis) -> None:
    terms = Terms(subject="user:ada", limits=Limits(requests_per_minute=100))
    one, other, model = two(quick, terms)

    outcomes = await asyncio.gather(
        *((one, other)[n % 2].call(f"r{n}") for n in range(300)), return_exceptions=True
    )

    assert model.reached == 100
    assert sum(isinstance(each, OverLimit) for each in outcomes) == 200


@pytest.fixture
async def frozen(tmp_path: Path) -> AsyncIterator[tuple[Redis, int]]:
    """A Redis of the test's own, and the process to stop."""
    valkey = EmbeddedValkey(
        home=tmp_path / "redis", port=free_port(), password=secrets.token_urlsafe(32)
    )
    process = await valkey.part().start(tmp_path)
    client = connect_quickly(valkey.url)
    yield client, process.pid
    os.kill(process.pid, signal.SIGCONT)
    await client.aclose()
    await valkey.part().stop(process)


async def test_a_store_that_hangs_delays_nobody_for_long_and_is_used_again_by_itself(
    frozen: tuple[Redis, int],
) -> None:
    redis, process = frozen
    terms = Terms(subject="user:ada", limits=Limits(requests_per_minute=1000))
    instance = Instance(redis, terms, Counting())
    await instance.call("before")
    os.kill(process, signal.SIGSTOP)

    took: list[float] = []
    failed = 0
    for n in range(60):
        began = time.monotonic()
        try:
            await instance.call(f"hung-{n}")
        except DomainError:
            failed += 1
        took.append(time.monotonic() - began)
        await asyncio.sleep(0.05)
    os.kill(process, signal.SIGCONT)
    ended = time.monotonic()
    number = 0
    while instance.told[-1]:
        await instance.call(f"after-{number}")
        number += 1
        assert time.monotonic() - ended < 5
        await asyncio.sleep(0.05)

    assert failed == 0
    assert sorted(took)[int(len(took) * 0.9)] < 0.5
    assert max(took) < 1.5
    assert instance.told == [True, False]
