"""REL-25: minutes of mixed traffic with faults leave no memory, file, key or error behind."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import httpx2
import pytest
from redis.exceptions import RedisError

from tests.integration.governance.site import p
from tests.integration.security.people import Person, at, bearer, refreshed, registered
from tests.integration.security.test_limits import resident_mib
from tests.integration.system.test_a_deleted_account import stores
from tests.integration.whole_system import PRICE
from tests.running import RunningSystem, offering, running_system, running_upstream
from tests.upstream.server import MODELS

pytestmark = pytest.mark.long

MINUTES: Final = 8
WARM_UP: Final = 0.25
FAULT_EVERY_S: Final = 30.0
PEOPLE: Final = 6
SLOPE_MIB_A_MINUTE: Final = 1.0
SERVICES: Final = ("chat", "admin", "relay")
SEED: Final = 20_261_201


@pytest.fixture
def soaked() -> Iterator[RunningSystem]:
    with (
        running_upstream() as upstream,
        running_system(
            {"PARLEY_LOCAL_MODEL": "false", **offering(upstream, MODELS, price=PRICE)}
        ) as running,
    ):
        yield running


Measure = tuple[float, dict[str, float], dict[str, int]]
"""A moment, and memory and open files of each service."""


@dataclass
class Watch:
    """What is measured; `took_s` is of each act, with when it ended."""

    moments: list[Measure] = field(default_factory=list[Measure])
    took_s: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    statuses: dict[int, int] = field(default_factory=dict[int, int])

    def note(self, began: float, status: int) -> None:
        now = time.monotonic()
        self.took_s.append((now, now - began))
        self.statuses[status] = self.statuses.get(status, 0) + 1


def measured(system: RunningSystem) -> Measure:
    pids = {service: system.part(service).pid for service in SERVICES}
    return (
        time.monotonic(),
        {service: resident_mib(pid) for service, pid in pids.items()},
        {service: len([*Path(f"/proc/{pid}/fd").iterdir()]) for service, pid in pids.items()},
    )


def slope(points: list[tuple[float, float]]) -> float:
    """Least squares: so much more a minute."""
    xs, ys = [x / 60 for x, _ in points], [y for _, y in points]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - middle_x) ** 2 for x in xs)


async def chatting(
    chat: httpx2.AsyncClient, relay: httpx2.AsyncClient, key: str, watch: Watch, until: float
) -> None:
    draw = Random(SEED)  # noqa: S311 - a test's
    person: Person = await registered(chat)
    cookie, signed_in_at = person.cookie, time.monotonic()
    rights: Mapping[str, str] = person.rights
    while time.monotonic() < until:
        began = time.monotonic()
        if began - signed_in_at > 120:
            reply = await refreshed(chat, cookie)
            if reply.status_code == 200:
                cookie = next(iter(reply.cookies.values()))
                rights, signed_in_at = bearer(reply.json()["access_token"]), began
        try:
            status = await one_act(chat, relay, key, rights, draw)
        except httpx2.TransportError:
            status = 0
        watch.note(began, status)
        await asyncio.sleep(0.3)


async def one_act(
    chat: httpx2.AsyncClient,
    relay: httpx2.AsyncClient,
    key: str,
    rights: Mapping[str, str],
    draw: Random,
) -> int:
    asked = {"model": "fake-echo", "messages": [{"role": "user", "content": "hello " * 30}]}
    match draw.randrange(5):
        case 0:
            reply = await said(chat, rights)
        case 1:
            reply = await relay.post("/v1/chat/completions", json=asked, headers=bearer(key))
        case 2:
            body = {**asked, "stream": True}
            asking = relay.stream("POST", "/v1/chat/completions", json=body, headers=bearer(key))
            async with asking as reply:
                async for _ in reply.aiter_raw():
                    break  # It goes away.
        case 3:
            reply = await chat.get("/api/search", params={"q": "hello"}, headers=rights)
        case _:
            reply = await chat.get("/api/conversations", headers=rights)
    return reply.status_code


async def said(chat: httpx2.AsyncClient, rights: Mapping[str, str]) -> httpx2.Response:
    """A message in a chat of its own, followed to the end of its answer."""
    made = await chat.post("/api/conversations", json={"model": "fake-echo"}, headers=rights)
    if made.status_code != 201:
        return made
    path = f"/api/conversations/{made.json()['id']}/messages"
    sent = await chat.post(path, json={"text": "hello there"}, headers=rights)
    if sent.status_code != 202:
        return sent
    events = f"/api/generations/{sent.json()['generation_id']}/events"
    return await chat.get(events, headers=rights)


async def faults(system: RunningSystem, until: float) -> None:
    """Redis dies, again and again; the supervisor starts it."""
    while time.monotonic() + FAULT_EVERY_S < until:
        await asyncio.sleep(FAULT_EVERY_S)
        os.kill(system.part("redis").pid, signal.SIGKILL)


async def everlasting(system: RunningSystem) -> int:
    """Keys of Redis that nothing ends, once it is back."""
    while True:
        try:
            async with stores(system) as (_, redis):
                return sum([await redis.ttl(key) == -1 for key in await redis.keys("*")])
        except RedisError:
            await asyncio.sleep(0.5)


async def test_rel_25_minutes_of_traffic_and_faults_leave_nothing_behind(
    soaked: RunningSystem, tmp_path: Path
) -> None:
    """What was seen is in `figures.json` of its temporary directory."""
    watch, began = Watch(), time.monotonic()
    until = began + MINUTES * 60
    async with at(soaked, "chat") as chat, at(soaked, "relay") as relay:
        work = [
            asyncio.ensure_future(chatting(chat, relay, soaked.relay_key, watch, until))
            for _ in range(PEOPLE)
        ]
        harm = asyncio.ensure_future(faults(soaked, until))
        await asyncio.sleep(MINUTES * 60 * WARM_UP)
        keys_before = await everlasting(soaked)
        while time.monotonic() < until:
            watch.moments.append(measured(soaked))
            await asyncio.sleep(5)
        await asyncio.gather(*work, harm)
        await asyncio.sleep(FAULT_EVERY_S / 3)
        keys_after = await everlasting(soaked)

    slopes = {
        service: slope([(at, resident[service]) for at, resident, _ in watch.moments])
        for service in SERVICES
    }
    first, last = watch.moments[0][2], measured(soaked)[2]
    times = [took_s for _, took_s in sorted(watch.took_s)]
    half = len(times) // 2
    figures = {
        "slopes": slopes,
        "files": [first, last],
        "statuses": watch.statuses,
        "p95": [p(0.95, times[:half]), p(0.95, times[half:])],
        "keys": [keys_before, keys_after],
    }
    (tmp_path / "figures.json").write_text(json.dumps(figures))
    assert {service: mib for service, mib in slopes.items() if mib > SLOPE_MIB_A_MINUTE} == {}
    assert {s for s in SERVICES if last[s] > first[s] * 1.05 + 10} == set()
    assert keys_after <= keys_before
    assert not any(status >= 500 and status != 503 for status in watch.statuses)
    failed = sum(n for status, n in watch.statuses.items() if status not in {200, 429})
    assert failed <= len(times) * 0.02
    for service in SERVICES:
        assert "Traceback" not in (soaked.home / "logs" / f"{service}.log").read_text()
