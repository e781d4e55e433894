"""REL-20: every service is started anew under steady load, and nobody misses it."""

import asyncio
import time
from collections.abc import Iterator
from itertools import count

import httpx2
import pytest

from tests.running import RunningSystem, offering, running_system, running_upstream
from tests.upstream.server import MODELS

pytestmark = pytest.mark.long

PRICE = {"input": "0.15", "output": "0.60"}
CALLERS = 6
PAUSE_S = 0.03
QUESTION = " ".join(f"word{n}" for n in range(40))


@pytest.fixture(scope="module")
def pair() -> Iterator[RunningSystem]:
    with (
        running_upstream() as upstream,
        running_system(
            {
                "PARLEY_LOCAL_MODEL": "false",
                "PARLEY_SCALE": "chat=2,relay=2,admin=2",
                "PARLEY_LEAVE_S": "1",
                "PARLEY_API_REQUESTS_PER_S": "5000",
                **offering(upstream, MODELS, price=PRICE),
            }
        ) as running,
    ):
        yield running


async def call(client: httpx2.AsyncClient, number: int) -> httpx2.Response:
    """Reads and writes of all three services in turn."""
    match number % 3:
        case 0:
            return await client.post(
                "/v1/chat/completions",
                json={"model": "fake-echo", "messages": [{"role": "user", "content": "hi"}]},
            )
        case 1:
            return await client.get("/api/me")
        case _:
            return await client.get("/admin/api/me")


async def calling(site: str, key: str, ended: asyncio.Event, failed: list[str]) -> int:
    """One caller who keeps its connection; how many calls it made."""
    headers = {"authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(base_url=site, headers=headers, timeout=30) as client:
        for number in count():
            if ended.is_set():
                return number
            try:
                reply = await call(client, number)
            except httpx2.HTTPError as error:
                failed.append(repr(error))
            else:
                # Chat and administration know no such key: that they say so is their answer.
                if reply.status_code not in {200, 401}:
                    failed.append(f"{reply.request.url.path} {reply.status_code} {reply.text}")
            await asyncio.sleep(PAUSE_S)
    raise AssertionError("unreachable")


async def streaming(site: str, key: str, ended: asyncio.Event) -> list[str]:
    """Streams one after the other, all the while; the text of each that was whole."""
    headers = {"authorization": f"Bearer {key}"}
    question = {"role": "user", "content": QUESTION}
    body = {"model": "fake-slow", "stream": True, "messages": [question]}
    found: list[str] = []
    async with httpx2.AsyncClient(base_url=site, headers=headers, timeout=60) as client:
        while not ended.is_set():
            async with client.stream("POST", "/v1/chat/completions", json=body) as stream:
                lines = [line async for line in stream.aiter_lines() if line]
            found.append(lines[-1])
    return found


async def test_rel_20_no_call_fails_and_no_stream_is_cut(pair: RunningSystem) -> None:
    names = [f"{name}{number}" for name in ("chat", "admin", "relay") for number in ("", "-2")]
    before = {name: pair.part(name).pid for name in names}
    ended, failed = asyncio.Event(), list[str]()
    calls = [
        asyncio.create_task(calling(pair.site, pair.relay_key, ended, failed))
        for _ in range(CALLERS)
    ]
    streams = [asyncio.create_task(streaming(pair.site, pair.relay_key, ended)) for _ in range(2)]
    began = time.monotonic()

    said = await asyncio.to_thread(pair.parley, "restart", "--rolling")

    ended.set()
    made = sum(await asyncio.gather(*calls))
    heard = [line for each in await asyncio.gather(*streams) for line in each]
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count(" is new\n") == len(names)
    assert all(pair.part(name).pid != pid for name, pid in before.items())
    assert all(pair.part(name).state == "ready" for name in names)
    assert failed == [], f"{len(failed)} of {made} in {time.monotonic() - began:.0f} s"
    assert made > 100
    assert set(heard) == {"data: [DONE]"}


def test_without_the_word_nothing_is_restarted(pair: RunningSystem) -> None:
    said = pair.parley("restart")

    assert said.returncode == 1
    assert "--rolling" in said.stderr
