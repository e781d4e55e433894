"""REL-17, REL-21: two of every service: viewers go from one to the other, one is killed."""

import asyncio
import json
import os
import random
import re
import signal
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from entrypoints.supervisor.record import PartRecord
from tests.integration.system.test_a_killed_service import QUESTION, SAVED_WITHIN_S, Shown
from tests.integration.whole_system import PRICE
from tests.running import RunningSystem, offering, running_system, running_upstream
from tests.upstream.server import MODELS

pytestmark = pytest.mark.long

STREAMS = 1_000
PEOPLE = 5
ANSWERS_OF_ONE = 8
WORDS = 25
KILLS = 50
ANSWERS_AT_ONCE = 4
CLOSED_WITHIN_S = 60.0
SEED = 20_261_201


@pytest.fixture(scope="module")
def pair() -> Iterator[RunningSystem]:
    with (
        running_upstream() as upstream,
        running_system(
            {
                "PARLEY_LOCAL_MODEL": "false",
                "PARLEY_SCALE": "chat=2,relay=2,admin=2",
                "PARLEY_API_REQUESTS_PER_S": "5000",
                "PARLEY_CONNECTIONS_PER_ADDRESS": "2000",
                **offering(upstream, MODELS, price=PRICE),
            }
        ) as running,
    ):
        yield running


def sites(system: RunningSystem) -> list[str]:
    """Where the instances of the chat service are, as the gateway knows them."""
    told = (system.home / "nginx" / "parley.conf").read_text()
    line = next(line for line in told.splitlines() if line.startswith("upstream parley_chat"))
    return [f"http://{place}" for place in re.findall(r"server (\S+)", line)]


@asynccontextmanager
async def somebody(site: str) -> AsyncGenerator[httpx2.AsyncClient]:
    """A person of their own, signed in at the gateway."""
    person = {"email": f"{uuid4()}@example.com", "password": "correct horse battery"}
    async with httpx2.AsyncClient(base_url=site, timeout=60) as client:
        let_in(client, await client.post("/api/auth/register", json={**person, "name": "Ada"}))
        yield client


def let_in(client: httpx2.AsyncClient, reply: httpx2.Response) -> None:
    assert reply.is_success, reply.text
    client.headers["authorization"] = f"Bearer {reply.json()['access_token']}"


async def sent(person: httpx2.AsyncClient, text: str) -> tuple[str, str]:
    """A message in a chat of its own: where its messages are, and the name of its answer."""
    chat = (await person.post("/api/conversations", json={"model": "fake-slow"})).json()
    path = f"/api/conversations/{chat['id']}/messages"
    reply = await person.post(path, json={"text": text})
    assert reply.status_code < 300, reply.text
    return path, reply.json()["generation_id"]


async def glimpse(
    person: httpx2.AsyncClient,
    url: str,
    shown: Shown,
    *,
    last: str | None,
    events: int,
) -> tuple[str | None, bool]:
    """Follow for some events, then hang up. Where to go on, and whether it was the end."""
    headers = {} if last is None else {"last-event-id": last}
    async with person.stream("GET", url, headers=headers) as stream:
        assert stream.status_code == 200
        event = ""
        async for line in stream.aiter_lines():
            field, _, value = line.partition(": ")
            if field == "id":
                last = value
            elif field == "event":
                event = value
            elif field == "data":
                shown.tell("snapshot" if event == "final" else event, json.loads(value))
                events -= 1
                if event == "final" or events <= 0:
                    return last, event == "final"
    return last, False


async def test_a_thousand_streams_that_break_off_are_whole_in_the_end(pair: RunningSystem) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test's
    instances = sites(pair)

    async def whole(
        number: int, person: httpx2.AsyncClient, places: asyncio.Semaphore
    ) -> tuple[str, str, int]:
        text = " ".join(f"{chance.choice('äßé語🙂abc')}{number}.{n}" for n in range(WORDS))
        async with places:
            _, generation = await sent(person, text)
            shown, last, is_over, broken = Shown(), None, False, 0
            while not is_over:
                url = f"{chance.choice(instances)}/api/generations/{generation}/events"
                events = chance.choice((1, 2, 5, 10, 100))
                last, is_over = await glimpse(person, url, shown, last=last, events=events)
                broken += not is_over
        return text, shown.text, broken

    async with AsyncExitStack() as stack:
        people = [
            (
                await stack.enter_async_context(somebody(pair.site)),
                asyncio.Semaphore(ANSWERS_OF_ONE),
            )
            for _ in range(PEOPLE)
        ]
        found = await asyncio.gather(
            *(whole(number, *people[number % PEOPLE]) for number in range(STREAMS))
        )

    assert len(instances) == 2
    assert [(said, heard) for said, heard, _ in found if said != heard] == []
    assert sum(broken for *_, broken in found) > STREAMS


async def test_fifty_kills_lose_no_message_and_leave_no_answer_open(pair: RunningSystem) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test's

    async def watched(person: httpx2.AsyncClient, generation: str, shown: Shown) -> None:
        last, is_over = None, False
        url = f"/api/generations/{generation}/events"
        while not is_over:
            try:
                last, is_over = await glimpse(person, url, shown, last=last, events=10_000)
            except (httpx2.HTTPError, AssertionError):
                await asyncio.sleep(0.05)

    async with somebody(pair.site) as person:
        for kill in range(KILLS):
            let_in(person, await person.post("/api/auth/refresh"))
            answers = [await sent(person, QUESTION) for _ in range(ANSWERS_AT_ONCE)]
            views = [Shown() for _ in answers]
            watching = [
                asyncio.create_task(watched(person, generation, shown))
                for (_, generation), shown in zip(answers, views, strict=True)
            ]
            await asyncio.sleep(chance.uniform(0.5, 3.0))
            victim = await ready(pair, chance.choice(("chat", "chat-2")))
            os.kill(victim.pid, signal.SIGKILL)
            killed = time.monotonic()
            for _, generation in answers:
                await person.post(f"/api/generations/{generation}/stop")
            _, open_still = await asyncio.wait(watching, timeout=CLOSED_WITHIN_S)
            assert not open_still, f"{len(open_still)} answers are open after kill {kill}"
            for (path, _), shown in zip(answers, views, strict=True):
                question, answer = (await person.get(path)).json()["messages"]
                kept = "".join(part.get("text", "") for part in parts(answer))
                assert parts(question) == [{"type": "text", "text": QUESTION}]
                assert answer["state"] in {"interrupted", "stopped", "complete"}
                assert QUESTION.startswith(kept)
                assert kept.startswith(shown.until(killed - SAVED_WITHIN_S))


async def ready(system: RunningSystem, name: str) -> PartRecord:
    """It may still be on its way back from the last kill."""
    async with asyncio.timeout(CLOSED_WITHIN_S):
        while True:
            part = system.part(name)
            if part.state == "ready" and part.is_alive:
                return part
            await asyncio.sleep(0.1)


def parts(message: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = message["parts"]
    return found
