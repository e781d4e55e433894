"""REL-17: kill -9 between the steps of an answer with tools: it goes on after the last one."""

import json
import os
import signal
import time
from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest

from tests.integration.system.test_a_killed_service import answer_of
from tests.integration.system.test_two_instances import ready, somebody
from tests.integration.whole_system import PRICE
from tests.running import RunningSystem, offering, running_system, running_upstream

pytestmark = pytest.mark.long

ROUNDS: Final = 5
SLOWLY: Final = {"kind": "ok", "interval_s": 0.5}
"""Long enough between two words for a kill to come between two steps."""


@pytest.fixture(scope="module")
def upstream() -> Iterator[str]:
    with running_upstream() as running:
        yield running


@pytest.fixture(scope="module")
def calculating(upstream: str) -> Iterator[RunningSystem]:
    models = ("fake-calc",)
    offered = offering(upstream, models, price=PRICE, tools=models)
    with running_system({"PARLEY_LOCAL_MODEL": "false", **offered}) as running:
        yield running


async def until_a_tool_has_run(person: httpx2.AsyncClient, generation: str) -> None:
    async with person.stream("GET", f"/api/generations/{generation}/events") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                told: dict[str, Any] = json.loads(line.removeprefix("data: "))
                if "run" in told and told["run"]["state"] == "done":
                    return
    raise AssertionError("the answer ended without a tool")


async def test_rel_17_an_answer_goes_on_after_the_last_tool_that_ran(
    calculating: RunningSystem, upstream: str
) -> None:
    async with somebody(calculating.site) as person, httpx2.AsyncClient(base_url=upstream) as ctl:
        await ctl.post("/__ctl", json={"model": "fake-calc", "mode": SLOWLY})
        for _ in range(ROUNDS):
            chat = (await person.post("/api/conversations", json={"model": "fake-calc"})).json()
            path = f"/api/conversations/{chat['id']}/messages"
            sent = await person.post(path, json={"text": "6*7", "tools": ["calculator"]})
            await until_a_tool_has_run(person, sent.json()["generation_id"])
            os.kill((await ready(calculating, "chat")).pid, signal.SIGKILL)
            killed = time.monotonic()

            answer = await answer_of(person, path)

            runs = [each for each in answer["parts"] if each["type"] == "tool_run"]
            said = "".join(each.get("text", "") for each in answer["parts"])
            assert answer["state"] == "complete", answer
            assert [(each["state"], each["output"]) for each in runs] == [("done", "42")]
            assert said.endswith("It is 42.")
            assert time.monotonic() - killed < 60
