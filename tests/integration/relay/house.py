"""The relay as it is run: on real stores and sockets, with the fake upstream as every vendor."""

import asyncio
import socket
import uuid
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

import pymongo
import uvicorn
from pydantic import SecretStr, TypeAdapter
from redis.asyncio.client import PubSub

from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.app import create_app
from adapters.outbound.redis.transaction_text import from_text
from application.admin.permissions import Operator
from domain.llm.tasks import possible_tasks, tasks_of
from domain.transactions.transaction import Transaction
from entrypoints.configuration.providers import (
    ModelSettings,
    OpenAiFormat,
    ProviderKind,
    ProviderSettings,
)
from entrypoints.container import Container
from entrypoints.life import container_for, lifespan_of, readiness_of
from entrypoints.relay import use_cases
from entrypoints.settings import Settings
from tests.upstream.server import MODELS, FakeUpstream

VENDORS: Final[dict[str, tuple[ProviderKind, OpenAiFormat | None]]] = {
    "openai": ("openai", None),
    "openai_responses": ("openai", "openai_responses"),
    "anthropic": ("anthropic", None),
    "google": ("google", None),
    "openai_compatible": ("openai_compatible", None),
}
"""Providers by their names: what each is, and the format in which it is asked where that is set."""
ALIASES: Final = {
    "openai/fake-agent": "gpt-5",
    "anthropic/fake-agent": "gpt-5.5",
    "google/fake-agent": "gpt-6-sol",
}
"""Codex offers other tools, and sends them otherwise, by what it thinks a model is."""
OTHER_MODELS: Final = (
    "fake-embed",
    "gpt-image-1",
    "tts-1",
    "gpt-4o-transcribe",
    "omni-moderation",
)
PRICE: Final = {"input": "0.15", "cache_read": "0.075", "output": "0.60"}
"""USD per million tokens: 150, 75 and 600 nano-USD a token."""
_SAID: Final[TypeAdapter[dict[str, object] | None]] = TypeAdapter(dict[str, object] | None)


@dataclass
class RelayHouse:
    """`key` opens the relay at `url`; `booked` waits for the next call in the books."""

    url: str
    key: str
    upstream: FakeUpstream
    container: Container
    calls: PubSub
    heard: deque[Transaction] = field(default_factory=deque[Transaction])

    async def forget(self) -> None:
        """What the upstream saw and was told, calls that nobody waited for, and who failed."""
        self.upstream.reset()
        self.container.routing().forget()
        while await self.calls.get_message(timeout=0.01) is not None:
            continue
        self.heard.clear()

    async def booked(self) -> Transaction:
        while not self.heard:
            self.heard.extend(from_text(await self._told()))
        told = self.heard.popleft()
        booked = await self.container.transactions().get(told.id)
        assert booked == told
        return booked

    async def _told(self) -> str:
        async with asyncio.timeout(5):
            while True:
                said = _SAID.validate_python(await self.calls.get_message(timeout=5))
                if said is not None:
                    return str(said["data"])


def settings_for(upstream: FakeUpstream, *, mongo_url: str, redis_url: str) -> Settings:
    """Every model of the fake upstream by way of every vendor: `<vendor>/<model>`."""
    return Settings(
        mongo_url=SecretStr(mongo_url),
        redis_url=SecretStr(redis_url),
        mongo_database=f"test_{uuid.uuid4().hex[:30]}",
        local_model=False,
        providers={
            vendor: ProviderSettings(
                kind=kind,
                api_key=SecretStr(f"{vendor}-secret"),
                base_url=upstream.url + ("/v1" if kind.startswith("openai") else ""),
                format=format_,
            )
            for vendor, (kind, format_) in VENDORS.items()
        },
        models=tuple(
            ModelSettings.model_validate(
                {
                    "name": f"{vendor}/{name}",
                    "provider": vendor,
                    "upstream": name,
                    "aliases": [a] if (a := ALIASES.get(f"{vendor}/{name}")) else [],
                    "capabilities": ["vision", "tools", "reasoning"],
                    "price": PRICE,
                    "attempts": 1,
                }
            )
            for vendor in VENDORS
            for name in MODELS
        )
        + _other_models(),
    )


def _other_models() -> tuple[ModelSettings, ...]:
    """Those that do not chat, by way of every vendor that can be asked."""
    return tuple(
        ModelSettings.model_validate(
            {
                "name": f"{vendor}/{upstream}",
                "provider": vendor,
                "upstream": upstream,
                "price": PRICE if upstream != "tts-1" else {"characters": "15"},
            }
        )
        for vendor, (kind, _) in VENDORS.items()
        for upstream in OTHER_MODELS
        if set(tasks_of(upstream, kind)) & {*possible_tasks(kind)} - {"chat"}
    )


class Furnish(Protocol):
    """The settings of a house."""

    def __call__(self, upstream: FakeUpstream, *, mongo_url: str, redis_url: str) -> Settings: ...


@asynccontextmanager
async def relay_house(
    *, mongo_url: str, redis_url: str, furnish: Furnish = settings_for
) -> AsyncGenerator[RelayHouse]:
    upstream = await FakeUpstream().start()
    settings = furnish(upstream, mongo_url=mongo_url, redis_url=redis_url)
    container, shutdown = container_for(settings), Shutdown()
    app = create_app(
        use_cases(container),
        is_ready=readiness_of(container),
        shutdown=shutdown,
        lifespan=lifespan_of(container, asks_models=True),
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with asyncio.timeout(20):
            while not server.started:  # noqa: ASYNC110 - uvicorn tells it no other way
                await asyncio.sleep(0.01)
        operator = Operator()
        team = await container.create_team()("Team", by=operator)
        made = await container.create_key()(
            "key", owner_kind="team", owner_id=team.id, expires_at=None, by=operator
        )
        async with container.redis().pubsub() as calls:
            await calls.subscribe("calls")
            await calls.get_message(timeout=5)  # subscribed
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            yield RelayHouse(url, made.secret, upstream, container, calls)
        with pymongo.timeout(30):  # a busy machine takes its time to forget so much
            await container.connection().client.drop_database(settings.mongo_database)
        server.should_exit = True
        await serving
    await upstream.stop()
