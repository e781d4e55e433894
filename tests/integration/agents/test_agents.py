"""Coding agents on models of every vendor: each reads a file and writes one, through the relay."""

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.agents.agents import AGENTS, OPTIONAL, Errand
from tests.integration.relay.house import ALIASES, RelayHouse, relay_house
from tests.upstream.agent import TASK

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
UPSTREAMS = ("openai", "openai_responses", "anthropic", "google")
INSTALLED = [agent for agent in AGENTS if agent not in OPTIONAL or OPTIONAL[agent].exists()]
"""`make agents` has them all, `make test` those whose makers the formats are of."""
WITHIN_S = 120


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(mongo_url: str, redis_url: str) -> AsyncGenerator[RelayHouse]:
    async with relay_house(mongo_url=mongo_url, redis_url=redis_url) as house:
        yield house


@pytest.mark.parametrize("upstream", UPSTREAMS)
@pytest.mark.parametrize("agent", INSTALLED)
async def test_an_agent_reads_a_file_and_writes_one(
    agent: str, upstream: str, house: RelayHouse, tmp_path: Path
) -> None:
    await send(agent, f"{upstream}/fake-agent", house, tmp_path)


@pytest.mark.parametrize("model", ALIASES.values())
async def test_codex_works_whatever_it_thinks_the_model_is(
    model: str, house: RelayHouse, tmp_path: Path
) -> None:
    """With functions; with free text by a grammar; with JavaScript alone, in items of the input."""
    await send("Codex", model, house, tmp_path)


async def send(agent: str, model: str, house: RelayHouse, tmp_path: Path) -> None:
    work, secret = tmp_path / "work", f"secret-{secrets.token_hex(4)}"
    work.mkdir()
    (work / "notes.txt").write_text(f"The word is {secret}.\n")
    errand = Errand(
        url=house.url,
        key=house.key,
        model=model,
        task=TASK.format(source=work / "notes.txt", target=work / "copy.txt"),
        home=tmp_path,
    )

    said = await run(agent, errand, work)

    copy = work / "copy.txt"
    assert copy.exists(), said
    assert copy.read_text().strip() == secret


async def run(agent: str, errand: Errand, work: Path) -> str:
    """What it says; it has an empty home, and nobody to ask."""
    run = AGENTS[agent](errand)
    running = await asyncio.create_subprocess_exec(
        *run.command,
        cwd=work,
        env={"PATH": os.environ["PATH"], "HOME": str(errand.home), **run.environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            said, _ = await running.communicate()
            return said.decode()
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
