"""Traces over OTLP to a receiver in this process: a client's trace goes on to its provider."""

import asyncio
import json
import os
import sys
import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

import httpx2
import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from application.admin.permissions import Operator
from entrypoints.life import container_for, opened
from entrypoints.settings import load_settings
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.probes import answers_http
from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

ROOT: Final = Path(__file__).parents[3]
TRACE: Final = "0af7651916cd43dd8448eb211c80319c"
PARENT: Final = "b7ad6b7169203331"


class Collector:
    """Receives what services tell, as an OTLP collector does."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.port = free_port()
        self._more = asyncio.Event()

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/v1/traces", self._receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        return runner

    async def _receive(self, request: web.Request) -> web.Response:
        told = ExportTraceServiceRequest.FromString(await request.read())
        for resource in told.resource_spans:
            for scope in resource.scope_spans:
                self.spans += scope.spans
        self._more.set()
        return web.Response()

    async def told(self, count: int, trace: str) -> Sequence[Span]:
        """The spans of a trace, once there are so many."""
        async with asyncio.timeout(20):
            while len(found := [s for s in self.spans if s.trace_id.hex() == trace]) < count:
                self._more.clear()
                await self._more.wait()
        return found


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    collector = Collector()
    runner = await collector.start()
    yield collector
    await runner.cleanup()


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    upstream = await FakeUpstream().start()
    yield upstream
    await upstream.stop()


@pytest.fixture
async def relay(
    *,
    tmp_path: Path,
    mongo_url: str,
    redis_url: str,
    upstream: FakeUpstream,
    collector: Collector,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[str, str]]:
    """Its address, and a key."""
    acme = {"kind": "openai", "api_key": "k", "base_url": f"{upstream.url}/v1"}
    price = {"input": "1", "output": "1"}
    backup = {"provider": "backup", "upstream": "other"}
    model = {"name": "m", "provider": "acme", "price": price, "deployments": [backup]}
    port = free_port()
    for name, value in {
        "MONGO_URL": mongo_url,
        "REDIS_URL": redis_url,
        "PARLEY_HOME": str(tmp_path / "home"),
        "PARLEY_MONGO_DATABASE": f"test_{uuid.uuid4().hex[:30]}",
        "PARLEY_LOCAL_MODEL": "false",
        "PARLEY_PROVIDERS": json.dumps({"acme": acme, "backup": acme}),
        "PARLEY_MODELS": json.dumps([model]),
        "PARLEY_TRACE_ENDPOINT": f"http://127.0.0.1:{collector.port}/v1/traces",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
    }.items():
        monkeypatch.setenv(name, value)
    part = Part(
        name="relay",
        label="Relay",
        command=(sys.executable, "-m", "entrypoints.serve", "relay", "--port", str(port)),
        directory=ROOT,
        environment=dict(os.environ),
        probe=answers_http(port, "/readyz"),
        ports=(port,),
        ready_within_s=60,
    )
    settings = load_settings()
    async with opened(container_for(settings)) as container:
        team = await container.create_team()("Team", by=Operator())
        made = await container.create_key()(
            "key", owner_kind="team", owner_id=team.id, expires_at=None, by=Operator()
        )
        process = await part.start(tmp_path)
        yield f"http://127.0.0.1:{port}", made.secret
        await part.stop(process)
        await container.connection().client.drop_database(settings.mongo_database)


def _attributes(span: Span) -> dict[str, str | int]:
    return {each.key: each.value.int_value or each.value.string_value for each in span.attributes}


async def test_a_client_s_trace_goes_on_through_each_attempt_to_the_provider(
    relay: tuple[str, str], upstream: FakeUpstream, collector: Collector
) -> None:
    url, key = relay
    upstream.script(Mode(kind="status", status=503), model="m")
    headers = {"authorization": f"Bearer {key}", "traceparent": f"00-{TRACE}-{PARENT}-01"}
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True}

    async with httpx2.AsyncClient(timeout=20) as client:
        answer = await client.post(f"{url}/v1/chat/completions", json=body, headers=headers)
    spans = await collector.told(3, TRACE)

    assert answer.status_code == 200
    ours = next(span for span in spans if span.kind == Span.SPAN_KIND_SERVER)
    asked = [span for span in spans if span.kind == Span.SPAN_KIND_CLIENT]
    assert (ours.name, ours.parent_span_id.hex()) == ("POST /v1/chat/completions", PARENT)
    assert _attributes(ours)["http.response.status_code"] == 200
    assert _attributes(ours)["parley.request_id"] == answer.headers["x-request-id"]
    assert {span.parent_span_id for span in asked} == {ours.span_id}
    statuses = [_attributes(span)["http.response.status_code"] for span in asked]
    assert sorted(statuses, key=str) == [200, 503]
    told = [each.headers["traceparent"] for each in upstream.exchanges]
    assert sorted(told) == sorted(f"00-{TRACE}-{span.span_id.hex()}-01" for span in asked)
    secrets = key.encode()
    assert all(secrets not in span.SerializeToString() for span in spans)
