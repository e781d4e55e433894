"""REL-06: three times of what a system carries: what is within goes on, the rest is told so."""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

import httpx2
import pytest

from tests.integration.governance.site import p
from tests.integration.security.people import (
    NO_TLS,
    PASSWORD,
    administrators_token,
    at,
    bearer,
    registered,
)
from tests.running import RunningSystem, offering, running_system, running_upstream
from tests.upstream.server import MODELS

pytestmark = pytest.mark.long

CAPACITY: Final = 24
"""Requests that one instance is set to carry; a stream of the slow model takes about a second."""
FOR_S: Final = 60.0
BASELINE_S: Final = 10.0
WORDS: Final = " ".join(f"w{n}" for n in range(20))
REFUSED: Final = {429, 503}


@pytest.fixture(scope="module")
def small() -> Iterator[RunningSystem]:
    """One that carries little at once, and whose gateway does not count addresses: all are one."""
    with (
        running_upstream() as upstream,
        running_system(
            {
                "PARLEY_LOCAL_MODEL": "false",
                "PARLEY_REQUESTS_AT_ONCE": str(CAPACITY),
                "PARLEY_AUTH_REQUESTS_PER_S": "5000",
                "PARLEY_API_REQUESTS_PER_S": "5000",
                "PARLEY_RELAY_REQUESTS_PER_S": "5000",
                "PARLEY_CONNECTIONS_PER_ADDRESS": "5000",
                **offering(upstream, MODELS, price={"input": "0", "output": "0"}),
            }
        ) as running,
    ):
        yield running


APART_S: Final = cycle([number / 20 for number in range(20)])

Ask = Callable[[], Awaitable[httpx2.Response]]


@dataclass
class Seen:
    """Times in seconds, and statuses that are neither a success nor a refusal."""

    done_s: list[float] = field(default_factory=list[float])
    refused_s: list[float] = field(default_factory=list[float])
    odd: list[str] = field(default_factory=list[str])
    hasty: int = 0


async def asking(ask: Ask, seen: Seen, *, until: float, pause_s: float) -> None:
    """One after the other; whoever is refused comes again when they were told to."""
    while time.monotonic() < until:
        began = time.monotonic()
        reply = await ask()
        took_s = time.monotonic() - began
        if reply.is_success:
            seen.done_s.append(took_s)
            await asyncio.sleep(pause_s)
        elif reply.status_code in REFUSED:
            seen.refused_s.append(took_s)
            seen.hasty += "retry-after" not in reply.headers
            # Clients of one process would all be back in one moment, and wait for this client.
            wait_s = float(reply.headers.get("retry-after", "1"))
            await asyncio.sleep(wait_s + next(APART_S))
        else:
            seen.odd.append(f"{reply.status_code} {reply.text[:200]}")


async def crowd(ask: Ask, seen: Seen, *, many: int, for_s: float, pause_s: float = 0) -> None:
    """They come within a second: to open all connections at once keeps this client busy itself."""
    until = time.monotonic() + for_s

    async def one(number: int) -> None:
        await asyncio.sleep(number / many)
        await asking(ask, seen, until=until, pause_s=pause_s)

    await asyncio.gather(*map(one, range(many)))


async def beside(ask: Ask, times: list[float], *, every_s: float) -> None:
    """Until cancelled."""
    while True:
        began = time.monotonic()
        reply = await ask()
        assert reply.is_success, reply.text
        times.append(time.monotonic() - began)
        await asyncio.sleep(every_s)


@asynccontextmanager
async def going_on(*asked: tuple[Ask, list[float]]) -> AsyncGenerator[None]:
    tasks = [asyncio.create_task(beside(ask, times, every_s=0.25)) for ask, times in asked]
    try:
        yield
        assert [each for each in tasks if each.done()] == []
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def streaming(client: httpx2.AsyncClient, key: str) -> Ask:
    body = {
        "model": "fake-slow",
        "stream": True,
        "messages": [{"role": "user", "content": WORDS}],
    }

    async def ask() -> httpx2.Response:
        return await client.post("/v1/chat/completions", json=body, headers=bearer(key))

    return ask


async def test_rel_06_three_times_the_capacity_for_a_minute(small: RunningSystem) -> None:
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
    async with (
        httpx2.AsyncClient(
            base_url=small.site, timeout=30, verify=NO_TLS, limits=limits
        ) as gateway,
        at(small, "chat") as chat,
        at(small, "admin") as admin,
        at(small, "relay") as relay,
    ):
        ada = await registered(chat)
        token = await administrators_token(small, admin)
        stream = streaming(gateway, small.relay_key)

        async def read_me() -> httpx2.Response:
            return await gateway.get("/api/conversations", headers=ada.rights)

        async def sign_in() -> httpx2.Response:
            given = {"email": ada.email, "password": PASSWORD}
            headers = {"origin": small.site}
            return await gateway.post("/api/auth/sign-in", json=given, headers=headers)

        async def overview() -> httpx2.Response:
            return await gateway.get("/admin/api/overview", headers=bearer(token))

        async def health() -> httpx2.Response:
            return await relay.get("/healthz")

        before, over, after = Seen(), Seen(), Seen()
        await crowd(stream, before, many=CAPACITY, for_s=BASELINE_S)

        health_s: list[float] = []
        overview_s: list[float] = []
        people = Seen()
        async with going_on((health, health_s), (overview, overview_s)):
            await asyncio.gather(
                crowd(stream, over, many=3 * CAPACITY, for_s=FOR_S),
                crowd(read_me, people, many=4, for_s=FOR_S, pause_s=0.2),
                crowd(sign_in, people, many=2, for_s=FOR_S, pause_s=0.2),
            )
        await asyncio.sleep(10)
        await crowd(stream, after, many=CAPACITY, for_s=5)

    told = (
        f"baseline: {len(before.done_s) / BASELINE_S:.1f}/s, p99 {p(0.99, before.done_s):.2f} s; "
        f"overload: {len(over.done_s) / FOR_S:.1f}/s, p99 {p(0.99, over.done_s):.2f} s; "
        f"{len(over.refused_s)} refused, p99 {p(0.99, over.refused_s) * 1000:.0f} ms; "
        f"people: {len(people.done_s)} done, {len(people.refused_s)} refused; "
        f"health p99 {p(0.99, health_s) * 1000:.0f} ms, "
        f"dashboard p99 {p(0.99, overview_s) * 1000:.0f} ms"
    )
    sys.stderr.write(f"{told}\n")
    assert over.odd == people.odd == before.odd == after.odd == []
    assert over.hasty == people.hasty == 0
    assert before.refused_s == after.refused_s == []
    assert len(over.refused_s) > CAPACITY
    assert p(0.99, over.done_s) <= 3 * p(0.99, before.done_s)
    # This client and others are at work on the same processors: the middle is what we say of it.
    assert p(0.5, over.refused_s) <= 0.1
    assert p(0.95, over.refused_s) <= 0.5
    assert p(0.5, health_s) <= 0.1
    assert p(0.99, health_s) <= 0.5
    assert p(0.99, overview_s) <= 1.0
    assert len(over.done_s) / FOR_S >= 0.8 * len(before.done_s) / BASELINE_S
