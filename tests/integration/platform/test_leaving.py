"""REL-20: a service that is asked to end says so, ends what it has in order, and leaves with 0."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from adapters.outbound.system.clock import utc_now
from application.admin.permissions import Operator
from entrypoints.container import Container
from entrypoints.ledger import verify_in
from entrypoints.life import container_for, opened
from entrypoints.settings import Settings, load_settings
from entrypoints.supervisor.ports import free_port
from tests.running import ROOT, offering, running_upstream
from tests.upstream.server import MODELS

PRICE = {"input": "0.15", "output": "0.60"}
DRAIN_S = 2
SHORT, LONG = "one two three four five six", " ".join(f"w{n}" for n in range(400))


@dataclass
class Relay:
    site: str
    process: subprocess.Popen[bytes]
    settings: Settings
    key: str = ""

    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"}

    def stream(self, text: str) -> list[str]:
        body = {
            "model": "fake-slow",
            "stream": True,
            "messages": [{"role": "user", "content": text}],
        }
        url = f"{self.site}/v1/chat/completions"
        with httpx2.stream("POST", url, json=body, headers=self.headers(), timeout=30) as stream:
            return [line for line in stream.iter_lines() if line.startswith("data: ")]


@pytest.fixture
def relay(
    mongo_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Relay]:
    with running_upstream() as upstream:
        given = {
            "MONGO_URL": mongo_url,
            "REDIS_URL": redis_url,
            "PARLEY_MONGO_DATABASE": f"test_{uuid4().hex[:30]}",
            "PARLEY_HOME": str(tmp_path),
            "PARLEY_DRAIN_S": str(DRAIN_S),
            "PARLEY_LOCAL_MODEL": "false",
            **offering(upstream, MODELS, price=PRICE),
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        settings = load_settings(tmp_path)
        port = free_port()
        command = [sys.executable, "-m", "entrypoints.serve", "relay", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            yield Relay(f"http://127.0.0.1:{port}", process, settings)
        finally:
            process.kill()
            process.wait()


def until_ready(relay: Relay, status: int) -> float:
    """Seconds until the service says so of itself."""
    began = time.monotonic()
    transport = httpx2.HTTPTransport(retries=3)
    with httpx2.Client(transport=transport, timeout=5) as client:
        while time.monotonic() - began < 30:
            try:
                if client.get(f"{relay.site}/readyz").status_code == status:
                    return time.monotonic() - began
            except httpx2.TransportError:
                continue
    raise AssertionError(f"it never said {status}")


async def a_key(container: Container) -> str:
    team = await container.create_team()("Team", by=Operator())
    made = await container.create_key()(
        "key", owner_kind="team", owner_id=team.id, expires_at=None, by=Operator()
    )
    return made.secret


async def test_rel_20_streams_end_in_order_and_all_is_booked(relay: Relay) -> None:
    async with opened(container_for(relay.settings)) as container:
        relay.key = await a_key(container)
        until_ready(relay, 200)
        with ThreadPoolExecutor() as pool:
            short, long = pool.submit(relay.stream, SHORT), pool.submit(relay.stream, LONG)
            while len(running := list((relay.settings.home / "journal").rglob("*.log"))) == 0:
                continue
            while b'"fake-slow"' not in b"".join(each.read_bytes() for each in running):
                continue

            os.kill(relay.process.pid, signal.SIGTERM)
            asked = time.monotonic()
            told_s = until_ready(relay, 503)
            late = httpx2.get(f"{relay.site}/v1/models", headers=relay.headers())
            code = relay.process.wait(DRAIN_S + 10)
            left_s = time.monotonic() - asked

            assert told_s < 1
            assert (late.status_code, late.headers["connection"]) == (200, "close")
            assert short.result()[-1] == "data: [DONE]"
            assert '"error"' in long.result()[-1] or '"error"' in long.result()[-2]
        assert code == 0
        assert left_s < DRAIN_S + 6
        audit = await verify_in(container)(since=utc_now().date())
        assert audit.is_good
        assert audit.rows == 2
