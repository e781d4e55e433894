"""Two relays as processes of their own on stores of their own, which tests may stop and kill."""

import asyncio
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import httpx2
import pytest

from adapters.outbound.system.ids import new_id
from application.admin.create_key import KeyTerms
from application.admin.permissions import Operator
from application.admin.revoke_key import RevokeKey
from domain.accounts.access import Scope
from domain.allowances.terms import Budget, Limits
from domain.ids import KeyId, TeamId, UserId
from domain.json import JsonObject
from domain.transactions.transaction import Transaction
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.settings import load_settings
from entrypoints.supervisor.mongo import EmbeddedMongo
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.probes import answers_http
from entrypoints.supervisor.process import Process
from entrypoints.supervisor.valkey import EmbeddedValkey
from tests.builders import a_user
from tests.upstream.server import FakeUpstream

ROOT: Final = Path(__file__).parents[3]
ECHO, SLOW, METERED, OTHER = "fake-echo", "fake-slow", "metered", "other"
DRAINED, CAPPED = "drained", "capped"
TROUBLED, FICKLE = "fake-troubled", "fake-fickle"
"""Whose failures do not make the relays leave the others alone."""
HOSTILE: Final = tuple(f"fake-hostile-{number}" for number in range(100))
"""As many, so that the failures of one say nothing of the next."""
ONE_USD_A_MILLION: Final[JsonObject] = {"input": "1", "output": "1"}
OUTPUT_ALONE: Final[JsonObject] = {"input": "0", "output": "1"}
"""1,000 nano-USD for a token that is said; what was asked costs nothing."""
TOKEN: Final = 1_000


@dataclass
class Server:
    """A part that tests may end in any way, and start again."""

    part: Part
    logs: Path
    process: Process | None = None

    async def start(self) -> None:
        self.process = await self.part.start(self.logs)

    async def kill(self) -> None:
        assert self.process is not None
        self.signal(signal.SIGKILL)
        await self.process.exited()

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)

    async def stop(self) -> None:
        if self.process is not None and self.process.exit_code is None:
            self.thaw()
            await self.part.stop(self.process)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a client was told, and after how long. `status` 0: nothing, the connection broke."""

    status: int
    took_s: float
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str = ""

    @property
    def body(self) -> JsonObject:
        found: JsonObject = json.loads(self.text)
        return found


@dataclass
class Site:
    mongo: Server
    redis: Server
    relays: tuple[Server, Server]
    container: Container
    upstream: FakeUpstream
    client: httpx2.AsyncClient
    redis_url: str

    def url(self, relay: int) -> str:
        return f"http://127.0.0.1:{self.relays[relay].part.ports[0]}"

    async def key_of_team(
        self,
        team: TeamId | None = None,
        *,
        limits: Limits | None = None,
        budgets: Sequence[Budget] = (),
        scope: Scope | None = None,
    ) -> str:
        """A new key, of a new team unless one is given."""
        by = Operator()
        team = team or (await self.container.create_team()(new_id(), by=by)).id
        made = await self.container.create_key()(
            "key",
            owner_kind="team",
            owner_id=team,
            expires_at=None,
            terms=KeyTerms(scope=scope or Scope()),
            by=by,
        )
        await self._allow(made.key.id, limits, budgets)
        return made.secret

    async def key_of_user(
        self, user: str, *, limits: Limits | None = None, budgets: Sequence[Budget] = ()
    ) -> str:
        made = await self.container.create_key()(
            "key", owner_kind="user", owner_id=user, expires_at=None, by=Operator()
        )
        await self._allow(made.key.id, limits, budgets)
        return made.secret

    async def add_user(self, name: str, *, budgets: Sequence[Budget] = ()) -> UserId:
        user = await self.container.users().add(a_user(name).allowed(Limits(), budgets))
        return user.id

    async def _allow(self, id: KeyId, limits: Limits | None, budgets: Sequence[Budget]) -> None:
        if limits is not None or budgets:
            key = await self.container.keys().get(id)
            await self.container.keys().save(key.allowed(limits or Limits(), budgets))

    async def revoke(self, id: KeyId) -> None:
        container = self.container
        revoke = RevokeKey(
            keys=container.keys(),
            users=container.users(),
            teams=container.teams(),
            clock=container.clock(),
        )
        await revoke(id, by=Operator())

    async def ask(
        self,
        key: str,
        *,
        relay: int = 0,
        model: str = ECHO,
        text: str = "hello",
        path: str = "/v1/chat/completions",
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> Heard:
        body = {"model": model, "messages": [{"role": "user", "content": text}], **more}
        sent = {"authorization": f"Bearer {key}", **(headers or {})}
        began = time.monotonic()
        try:
            answer = await self.client.post(self.url(relay) + path, json=body, headers=sent)
        except httpx2.TransportError:
            return Heard(status=0, took_s=time.monotonic() - began)
        return Heard(
            status=answer.status_code,
            took_s=time.monotonic() - began,
            headers=dict(answer.headers),
            text=answer.text,
        )

    async def ask_for(
        self, key: str, *, lasting_s: float, every_s: float = 0.05
    ) -> list[tuple[float, Heard]]:
        """Ask both relays in turn, whether answered or not; each with when it was asked."""
        began, asked = time.monotonic(), list[tuple[float, asyncio.Task[Heard]]]()
        while (since := time.monotonic() - began) < lasting_s:
            asking = asyncio.ensure_future(self.ask(key, relay=len(asked) % 2))
            asked.append((since, asking))
            await asyncio.sleep(every_s)
        return [(at, await each) for at, each in asked]

    async def metric(self, name: str, *, relay: int = 0) -> float:
        """Of a relay, as operators see it."""
        text = (await self.client.get(f"{self.url(relay)}/metrics")).text
        lines = [line for line in text.splitlines() if line.startswith(f"{name} ")]
        assert lines, f"there is no metric {name}"
        return float(lines[0].partition(" ")[2])

    async def rows_of(self, heard: Sequence[Heard], *, within_s: float = 10) -> list[Transaction]:
        """The rows of these calls, once each of them has one."""
        ids = {each.headers["x-request-id"] for each in heard}
        found: list[Transaction] = []

        async def all_booked() -> bool:
            latest = await self.container.transactions().latest(5_000)
            found[:] = [row for row in latest if row.id.rpartition("-")[0] in ids]
            return len(found) >= len(ids)

        await until(all_booked, within_s=within_s)
        return found


async def until(true: Callable[[], Awaitable[bool]], *, within_s: float) -> float:
    """Wait for what nothing tells; how long it took."""
    began = time.monotonic()
    while not await true():
        took_s = time.monotonic() - began
        assert took_s < within_s, f"not within {within_s} s"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


def p(share: float, took_s: Sequence[float]) -> float:
    """A percentile: the time that so large a share stayed under."""
    return sorted(took_s)[min(len(took_s) - 1, int(len(took_s) * share))]


def _relay(port: int, number: int, environment: Mapping[str, str]) -> Part:
    return Part(
        name=f"relay-{number}",
        label="Relay",
        command=(sys.executable, "-m", "entrypoints.serve", "relay", "--port", str(port)),
        directory=ROOT,
        environment=dict(environment),
        probe=answers_http(port, "/readyz"),
        ports=(port,),
        ready_within_s=60,
    )


def of_one_vendor(upstream: FakeUpstream) -> dict[str, str]:
    acme = {"kind": "openai", "api_key": "acme-secret", "base_url": f"{upstream.url}/v1"}
    drained: JsonObject = {"drain": True}
    capped: JsonObject = {"drain": True, "seconds": 1}
    models: list[JsonObject] = [
        {
            "name": name,
            "provider": "acme",
            "upstream": SLOW,
            "price": ONE_USD_A_MILLION,
            "when_client_leaves": leaving,
        }
        for name, leaving in ((DRAINED, drained), (CAPPED, capped))
    ]
    models += [
        {"name": ECHO, "provider": "acme", "price": ONE_USD_A_MILLION, "aliases": ["echo"]},
        {"name": SLOW, "provider": "acme", "price": ONE_USD_A_MILLION},
        {"name": METERED, "provider": "acme", "upstream": ECHO, "price": OUTPUT_ALONE},
        {"name": TROUBLED, "provider": "acme", "price": ONE_USD_A_MILLION},
        {"attempts": 1, "name": FICKLE, "provider": "acme", "price": ONE_USD_A_MILLION},
        {"name": OTHER, "provider": "acme", "upstream": ECHO, "price": ONE_USD_A_MILLION},
    ]
    models += [
        {"attempts": 1, "name": name, "provider": "acme", "price": ONE_USD_A_MILLION}
        for name in HOSTILE
    ]
    return {
        "PARLEY_PROVIDERS": json.dumps({"acme": acme}),
        "PARLEY_MODELS": json.dumps(models),
    }


@asynccontextmanager
async def two_relays(
    home: Path,
    patch: pytest.MonkeyPatch,
    *,
    offer: Callable[[FakeUpstream], Mapping[str, str]] = of_one_vendor,
    line: Callable[[int], Awaitable[int]] | None = None,
) -> AsyncGenerator[Site]:
    """A `line` is laid to the port of Redis, and says by which one it is reached."""
    password = secrets.token_urlsafe(32)
    embedded_mongo = EmbeddedMongo(
        home=home / "mongo", logs=home, port=free_port(), password=password, role="root"
    )
    embedded_redis = EmbeddedValkey(home=home / "redis", port=free_port(), password=password)
    mongo, redis = Server(embedded_mongo.part(), home), Server(embedded_redis.part(), home)
    redis_port = embedded_redis.port if line is None else await line(embedded_redis.port)
    upstream = await FakeUpstream().start()
    environment = {
        "MONGO_URL": embedded_mongo.url,
        "REDIS_URL": replace(embedded_redis, port=redis_port).url,
        "PARLEY_HOME": str(home / "home"),
        "PARLEY_MONGO_DATABASE": "governance",
        "PARLEY_LOCAL_MODEL": "false",
        **offer(upstream),
    }
    for name, value in environment.items():
        patch.setenv(name, value)
    settings = load_settings()  # also makes the secrets that all of them share
    ports = (free_port(), free_port())
    one, other = (
        Server(_relay(port, number, os.environ), home) for number, port in enumerate(ports)
    )
    servers = (one, other, mongo, redis)
    limits = httpx2.Limits(max_connections=500, max_keepalive_connections=100)
    try:
        await asyncio.gather(mongo.start(), redis.start())
        async with (
            opened(container_for(settings)) as container,
            httpx2.AsyncClient(timeout=30, limits=limits) as client,
        ):
            await asyncio.gather(one.start(), other.start())
            yield Site(mongo, redis, (one, other), container, upstream, client, embedded_redis.url)
    finally:
        for server in servers:
            await server.stop()
        await upstream.stop()
