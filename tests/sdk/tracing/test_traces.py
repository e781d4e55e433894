"""Spans of requests and of what is asked of providers, as OpenTelemetry's SDK gets them."""

from collections.abc import Mapping
from typing import final

import httpx2
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode, Tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.http.tracing import Traced
from adapters.outbound.providers.courier import Answering, Courier
from adapters.outbound.providers.traced_courier import TracedCourier
from entrypoints.serve import traced
from entrypoints.settings import Settings


class Told:
    def __init__(self) -> None:
        self._memory = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._memory))
        self.tracer: Tracer = provider.get_tracer("test")

    def end(self) -> None:
        self._memory.shutdown()

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self._memory.get_finished_spans()

    @property
    def only(self) -> ReadableSpan:
        (span,) = self.spans
        return span


@pytest.fixture
def told() -> Told:
    return Told()


def answering(status: int) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body"})

    return app


async def ask(app: ASGIApp, kind: str = "http") -> list[Message]:
    heard: list[Message] = []

    async def send(message: Message) -> None:
        heard.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    await app({"type": kind, "method": "GET", "headers": []}, receive, send)
    return heard


async def test_a_request_that_fails_on_our_side_is_marked(told: Told) -> None:
    await ask(Traced(answering(500), service="relay", tracer=told.tracer, at_end=told.end))

    assert told.only.status.status_code is StatusCode.ERROR
    assert told.only.attributes is not None
    assert told.only.attributes["http.response.status_code"] == 500


async def test_what_is_no_request_has_no_span_and_at_its_end_all_is_told(told: Told) -> None:
    ended: list[str] = []
    app = Traced(
        answering(200), service="chat", tracer=told.tracer, at_end=lambda: ended.append("told")
    )

    await ask(app, "websocket")
    assert ended == []
    await ask(app, "lifespan")

    assert ended == ["told"]
    assert told.spans == ()


@final
class Broken(Courier):
    def __init__(self) -> None:
        self.headers: dict[str, str] = {}

    @override
    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        within_s: float,
        idle_s: float | None = None,
        connect_s: float | None = None,
    ) -> Answering:
        self.headers = dict(headers)
        raise httpx2.ConnectError("nobody there")

    @override
    async def aclose(self) -> None:
        return


async def test_a_provider_that_cannot_be_reached_ends_its_span_as_a_failure(told: Told) -> None:
    broken = Broken()

    with pytest.raises(httpx2.ConnectError):
        await TracedCourier(broken, tracer=told.tracer).post(
            "https://api.example/v1/chat?key=secret",
            content=b"",
            headers={"authorization": "Bearer secret"},
            within_s=1,
        )

    span = told.only
    assert span.status.status_code is StatusCode.ERROR
    assert span.context is not None
    assert format(span.context.trace_id, "032x") in broken.headers["traceparent"]
    assert "secret" not in span.to_json()


def test_without_a_setting_nothing_stands_between() -> None:
    app = answering(200)

    assert traced(app, "relay", Settings()) is app
    assert isinstance(traced(app, "relay", a_traced()), Traced)


def a_traced() -> Settings:
    return Settings(trace_endpoint="http://127.0.0.1:9/v1/traces")
