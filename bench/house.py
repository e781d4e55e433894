"""The relay of the benchmarks, as it is run: its stores, its settings and two keys.

One key is held by every kind of limit and by three budgets, the other by none.
"""

import asyncio
import json
import os
import secrets
import sys
import time
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from application.admin.permissions import Operator
from application.admin.set_allowance import SetAllowance
from bench.processes import running
from domain.allowances.terms import Budget, Limits
from domain.transactions.money import NanoUsd
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.settings import load_settings
from entrypoints.supervisor.mongo import EmbeddedMongo
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.valkey import EmbeddedValkey

MODEL: Final = "bench"
_PRICE: Final = {"input": "3", "output": "15", "cache_read": "0.3"}
_PLENTY: Final = 1_000_000_000
_MUCH: Final = NanoUsd(1_000_000 * 1_000_000_000)
_READY_WITHIN_S: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """`environment` is what a relay is started with; the keys are whole."""

    environment: Mapping[str, str]
    governed: str
    ungoverned: str
    logs: Path

    @contextmanager
    def relay(self, *, processor: str, workers: int = 1) -> Generator[tuple[int, int]]:
        """A relay's process and port."""
        port = free_port()
        command = [sys.executable, "-m", "entrypoints.serve", "relay", "--port", str(port)]
        if workers > 1:
            command += ["--workers", str(workers)]
        with running(
            command,
            processor=processor,
            log=self.logs / f"relay-{workers}.log",
            environment=self.environment,
        ) as process:
            _wait(port)
            yield process.pid, port


@contextmanager
def house(place: Path, *, upstream: int, processor: str) -> Generator[House]:
    """Everything lies in `place`; the stores run where the load does."""
    with ExitStack() as parts:
        allowed = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {int(processor)})
        mongo = EmbeddedMongo(
            home=place / "mongo",
            logs=place,
            port=free_port(),
            password=secrets.token_urlsafe(32),
            role="root",
        )
        parts.enter_context(_started(mongo.part(), place))
        valkey = EmbeddedValkey(
            home=place / "redis", port=free_port(), password=secrets.token_urlsafe(32)
        )
        parts.enter_context(_started(valkey.part(), place))
        os.sched_setaffinity(0, allowed)
        told = _settings(place, upstream, mongo.url, valkey.url)
        os.environ.update(told)
        governed, ungoverned = asyncio.run(_keys())
        yield House(
            environment={**os.environ, **told},
            governed=governed,
            ungoverned=ungoverned,
            logs=place,
        )


def _settings(place: Path, upstream: int, mongo: str, redis: str) -> dict[str, str]:
    provider = {
        "kind": "anthropic",
        "api_key": "sk-bench",
        "base_url": f"http://127.0.0.1:{upstream}",
    }
    model = {"name": MODEL, "provider": "upstream", "upstream": MODEL, "price": _PRICE}
    return {
        "PARLEY_HOME": str(place / "home"),
        "MONGO_URL": mongo,
        "REDIS_URL": redis,
        "PARLEY_LOCAL_MODEL": "false",
        "PARLEY_INSTANCES": "2",
        "PARLEY_PROVIDERS": json.dumps({"upstream": provider}),
        "PARLEY_MODELS": json.dumps([{**model, "capabilities": ["tools"]}]),
    }


async def _keys() -> tuple[str, str]:
    async with opened(container_for(load_settings())) as container:
        return await _key(container, governed=True), await _key(container, governed=False)


async def _key(container: Container, *, governed: bool) -> str:
    operator = Operator()
    name = "governed" if governed else "ungoverned"
    team = await container.create_team()(name, by=operator)
    made = await container.create_key()(
        name, owner_kind="team", owner_id=team.id, expires_at=None, by=operator
    )
    if governed:
        allow = SetAllowance(
            keys=container.keys(), users=container.users(), teams=container.teams()
        )
        limits = Limits(requests_per_minute=_PLENTY, tokens_per_minute=_PLENTY, parallel=_PLENTY)
        day, month, ever = (
            Budget(window=window, limit=_MUCH) for window in ("day", "month", "total")
        )
        await allow("key", made.key.id, limits=limits, budgets=[day, month], by=operator)
        await allow("team", team.id, limits=Limits(), budgets=[ever], by=operator)
    return made.secret


@contextmanager
def _started(part: Part, logs: Path) -> Generator[None]:
    process = asyncio.run(part.start(logs))
    try:
        yield
    finally:
        asyncio.run(part.stop(process))


def _wait(port: int) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).read()
        except OSError:  # not there yet, not ready, or slow
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
