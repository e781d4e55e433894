"""The OpenAI adapter against a real server: what a mock transport cannot show."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from openai import AsyncOpenAI

from adapters.outbound.openai.model import OpenAiModel, client_for
from adapters.outbound.providers.provider import Timeouts
from domain.ids import RequestId
from domain.llm.capabilities import Capabilities
from domain.llm.events import FailureKind
from domain.llm.prompt import Image, InlineData, Prompt, Text, Tool, ToolCall, Turn
from domain.llm.reply import Reply
from tests.contracts.language_models import reply_of
from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

pytestmark = pytest.mark.enable_socket

REQUEST = RequestId("req-1")
PICTURE = Image(source=InlineData(media_type="image/png", base64="iVBORw0KGgo="))
WEATHER = Tool(name="weather", parameters={"type": "object"})


@pytest.fixture
async def client(fake_upstream: FakeUpstream) -> AsyncIterator[AsyncOpenAI]:
    quick = Timeouts(connect_s=1, idle_s=0.3)
    async with client_for(api_key="k", base_url=fake_upstream.url, timeouts=quick) as client:
        yield client


def asked(*parts: Text | Image) -> Prompt:
    return Prompt(turns=(Turn(role="user", parts=parts),), tools=(WEATHER,))


def model(client: AsyncOpenAI, name: str) -> OpenAiModel:
    return OpenAiModel(
        client=client, upstream=name, capabilities=Capabilities(), dialect="compatible"
    )


async def ask(client: AsyncOpenAI, name: str, *parts: Text | Image) -> Reply:
    return await reply_of(model(client, name).stream(asked(*parts), request=REQUEST))


async def test_words_and_their_count_come_back(client: AsyncOpenAI) -> None:
    reply = await ask(client, "fake-echo", Text(text="one two three"))

    assert reply.text == "one two three"
    assert reply.usage is not None
    assert (reply.usage.input_uncached, reply.usage.output) == (3, 3)


async def test_a_tool_is_called(client: AsyncOpenAI) -> None:
    reply = await ask(client, "fake-tool", Text(text="?"))

    (call,) = reply.parts
    assert isinstance(call, ToolCall)
    assert (call.name, call.arguments) == ("weather", '{"city": "Z\\u00fcrich"}')


async def test_an_image_arrives(client: AsyncOpenAI) -> None:
    reply = await ask(client, "fake-look", Text(text="What?"), PICTURE)

    assert reply.text == "I see image/png"


async def test_the_request_s_id_arrives(client: AsyncOpenAI, fake_upstream: FakeUpstream) -> None:
    await ask(client, "fake-echo", Text(text="hi"))

    assert fake_upstream.exchanges[0].headers["x-request-id"] == REQUEST


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (Mode(kind="status", status=429, retry_after="3"), "rate_limited"),
        (Mode(kind="html", status=502), "server"),
        (Mode(kind="rst_after"), "cut"),
        (Mode(kind="half_frame"), "cut"),
        (Mode(kind="empty"), "cut"),
        (Mode(kind="bad_json"), "malformed"),
        (Mode(kind="error_in_200_stream"), "server"),
        (Mode(kind="stall_after"), "timeout"),
        (Mode(kind="hang_before_headers"), "timeout"),
        (Mode(kind="hang_after_headers"), "timeout"),
    ],
    ids=lambda each: each.kind if isinstance(each, Mode) else each,
)
async def test_a_fault_is_a_failure_of_its_kind(
    client: AsyncOpenAI, fake_upstream: FakeUpstream, mode: Mode, kind: FailureKind
) -> None:
    fake_upstream.script(mode)

    reply = await ask(client, "fake-echo", Text(text="one two three"))

    assert reply.failure is not None
    assert reply.failure.kind == kind
    assert len(fake_upstream.exchanges) == 1


@pytest.mark.parametrize(
    "mode",
    [
        Mode(kind="drip"),
        Mode(kind="bad_utf8"),
        Mode(kind="giant_chunk"),
        Mode(kind="wrong_ct"),
        Mode(kind="no_done"),
        Mode(kind="json_for_stream"),
        Mode(usage="none"),
    ],
    ids=lambda mode: mode.kind,
)
async def test_a_strange_answer_is_heard_all_the_same(
    client: AsyncOpenAI, fake_upstream: FakeUpstream, mode: Mode
) -> None:
    fake_upstream.script(mode)

    reply = await ask(client, "fake-echo", Text(text="one two three"))

    assert reply.text == "one two three"


async def test_a_server_that_is_not_there_is_unreachable(fake_upstream: FakeUpstream) -> None:
    url = fake_upstream.url
    await fake_upstream.stop()

    async with client_for(api_key=None, base_url=url) as client:
        reply = await ask(client, "m", Text(text="hi"))

    assert reply.failure is not None
    assert reply.failure.kind == "unreachable"


async def test_whoever_stops_listening_is_gone_within_half_a_second(
    client: AsyncOpenAI, fake_upstream: FakeUpstream
) -> None:
    fake_upstream.script(Mode(kind="stall_after", after=1))
    events = model(client, "fake-echo").stream(asked(Text(text="hi")), request=REQUEST)
    await anext(events)

    await events.aclose()

    (exchange,) = fake_upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 0.5)
    assert exchange.closed_by_client_at is not None
