"""REL-04: clients that send a byte now and then keep nobody else waiting, and are sent away."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.integration.governance.site import p
from tests.integration.security.people import NO_TLS
from tests.running import RunningSystem

FROM: Final = "127.0.0.2"
"""Another address than that of those who behave: limits are of one address."""
EVERY_S: Final = 1.0
PEOPLE: Final = 20
CLOSED_WITHIN_S: Final = 15.0
BACK_WITHIN_S: Final = 60.0

Slow = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def a_header(writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET /api/me HTTP/1.1\r\nhost: localhost\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(EVERY_S)


async def a_body(writer: asyncio.StreamWriter) -> None:
    """Ten kilobytes are promised, and one comes before it stands still."""
    writer.write(b"POST /api/auth/sign-in HTTP/1.1\r\nhost: localhost\r\n")
    writer.write(b"content-type: application/json\r\ncontent-length: 10000\r\n\r\n" + b" " * 1_000)
    await writer.drain()
    await asyncio.Event().wait()


async def nothing(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def lasting(port: int, slow: Slow) -> float:
    """How long such a connection stays open."""
    reader, writer = await asyncio.open_connection("localhost", port, local_addr=(FROM, 0))
    began = time.monotonic()
    speaking = asyncio.ensure_future(slow(writer))
    try:
        with suppress(ConnectionError):
            while await reader.read(65_536):
                pass
    finally:
        speaking.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await speaking
        writer.close()
    return time.monotonic() - began


async def served(system: RunningSystem, *, for_s: float) -> list[float]:
    """Times of those who behave; every answer of theirs is right."""
    took_s: list[float] = []
    until = time.monotonic() + for_s

    async def somebody(client: httpx2.AsyncClient) -> None:
        while time.monotonic() < until:
            began = time.monotonic()
            reply = await client.get("/api/me")
            assert reply.status_code == 401, reply.text
            took_s.append(time.monotonic() - began)
            await asyncio.sleep(0.2)

    async with httpx2.AsyncClient(base_url=system.site, timeout=10, verify=NO_TLS) as client:
        await asyncio.gather(*(somebody(client) for _ in range(PEOPLE)))
    return took_s


def descriptors(system: RunningSystem) -> int:
    """Of nginx: the master and its workers."""
    master = system.part("nginx").pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(len([*Path(f"/proc/{pid}/fd").iterdir()]) for pid in (str(master), *children))


async def test_rel_04_slow_clients_keep_nobody_waiting(system: RunningSystem) -> None:
    port = system.ports["HTTP"]
    kinds: tuple[Slow, ...] = (a_header, a_body, nothing)
    crowd = [asyncio.ensure_future(lasting(port, kinds[n % 3])) for n in range(150)]

    took_s = await served(system, for_s=1.0)
    still = [each for each in crowd if not each.done()]
    for each in crowd:
        each.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)

    assert p(0.99, took_s) < 1.0
    assert len(took_s) > PEOPLE
    assert len(still) > 100


@pytest.mark.long
async def test_rel_04_five_hundred_of_each_for_a_minute_are_sent_away(
    system: RunningSystem,
) -> None:
    port, before = system.ports["HTTP"], descriptors(system)
    crowd = {
        slow: [asyncio.ensure_future(lasting(port, slow)) for _ in range(count)]
        for slow, count in ((a_header, 500), (a_body, 200), (nothing, 500))
    }

    took_s = await served(system, for_s=60.0)
    lasted = {slow: await asyncio.gather(*crowd[slow]) for slow in (a_header, a_body, nothing)}
    began = time.monotonic()
    while descriptors(system) > before * 1.05 + 10:
        assert time.monotonic() - began < BACK_WITHIN_S
        await asyncio.sleep(0.5)

    assert p(0.99, took_s) < 1.0
    assert max(lasted[a_header]) <= CLOSED_WITHIN_S
    assert max(lasted[a_body]) <= CLOSED_WITHIN_S
    assert max(lasted[nothing]) <= CLOSED_WITHIN_S
