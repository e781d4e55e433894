"""Every vendor's adapter against a real server: what a mock transport cannot show."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.anthropic import model as anthropic
from adapters.outbound.google import model as google
from adapters.outbound.openai import model as openai
from adapters.outbound.providers.provider import Provider, Timeouts, http_client
from application.ports.language_models import LanguageModel, Passage
from domain.catalog.models import Model
from domain.formats.parts_reading import FormatName
from domain.ids import RequestId
from domain.llm.events import FailureKind, TextDelta
from domain.llm.prompt import Image, InlineData, Prompt, Text, Thinking, Tool, ToolCall, Turn
from domain.llm.reply import Reply
from tests.contracts.language_models import reply_of
from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

pytestmark = pytest.mark.enable_socket

REQUEST = RequestId("req-1")
PICTURE = Image(source=InlineData(media_type="image/png", base64="iVBORw0KGgo="))
WEATHER = Tool(name="weather", parameters={"type": "object"})
PATIENT = Timeouts(connect_s=5, idle_s=10)
IMPATIENT = Timeouts(connect_s=5, idle_s=0.3)
Open = Callable[[str, Timeouts], Provider]


def open_openai(url: str, timeouts: Timeouts) -> Provider:
    client = openai.client_for(api_key="k", base_url=url, timeouts=timeouts)
    return openai.OpenAiProvider(client=client, dialect="openai")


def open_compatible(url: str, timeouts: Timeouts) -> Provider:
    client = openai.client_for(api_key=None, base_url=url, timeouts=timeouts)
    return openai.OpenAiProvider(client=client, dialect="compatible")


def open_responses(url: str, timeouts: Timeouts) -> Provider:
    client = openai.client_for(api_key="k", base_url=url, timeouts=timeouts)
    return InResponses(openai.OpenAiProvider(client=client, dialect="openai"))


@final
@dataclass(frozen=True)
class InResponses(Provider):
    """Asks every model in responses."""

    provider: Provider

    @override
    def model(self, found: Model) -> LanguageModel:
        return self.provider.model(replace(found, format="openai_responses"))

    @override
    def passage(self, found: Model, format: FormatName) -> Passage:
        return self.provider.passage(found, format)

    @override
    async def aclose(self) -> None:
        await self.provider.aclose()


def open_anthropic(url: str, timeouts: Timeouts) -> Provider:
    client = anthropic.client_for(api_key="k", base_url=url, timeouts=timeouts)
    return anthropic.AnthropicProvider(client=client)


def open_google(url: str, timeouts: Timeouts) -> Provider:
    client = google.client_for(api_key="k", base_url=url, timeouts=timeouts)
    return google.GoogleProvider(client=client)


@pytest.fixture(
    params=[open_openai, open_compatible, open_responses, open_anthropic, open_google],
    ids=lambda found: found.__name__.removeprefix("open_"),
)
def open_provider(request: pytest.FixtureRequest) -> Open:
    found: Open = request.param
    return found


@pytest.fixture
async def provider(fake_upstream: FakeUpstream, open_provider: Open) -> AsyncIterator[Provider]:
    provider = open_provider(fake_upstream.url, PATIENT)
    yield provider
    await provider.aclose()


@pytest.fixture
async def impatient(fake_upstream: FakeUpstream, open_provider: Open) -> AsyncIterator[Provider]:
    provider = open_provider(fake_upstream.url, IMPATIENT)
    yield provider
    await provider.aclose()


def asked(*parts: Text | Image) -> Prompt:
    return Prompt(turns=(Turn(role="user", parts=parts),), tools=(WEATHER,))


def named(name: str) -> Model:
    return Model(name="m", label="M", provider="p", kind="openai", upstream=name)


async def ask(provider: Provider, name: str, *parts: Text | Image) -> Reply:
    return await reply_of(provider.model(named(name)).stream(asked(*parts), request=REQUEST))


async def test_words_and_their_count_come_back(provider: Provider) -> None:
    reply = await ask(provider, "fake-cached", Text(text="one two three four"))

    assert reply.text == "one two three four"
    assert reply.usage is not None
    assert (reply.usage.input_uncached, reply.usage.cache_read) == (1, 3)
    assert reply.usage.output == 4


async def test_words_come_one_by_one(provider: Provider) -> None:
    answer = provider.model(named("fake-slow")).stream(asked(Text(text="a b c")), request=REQUEST)

    told = [event async for events in answer for event in events]

    said = [event.text for event in told if isinstance(event, TextDelta)]

    assert said == ["a", " b", " c"]


async def test_tools_are_called(provider: Provider) -> None:
    reply = await ask(provider, "fake-tools", Text(text="?"))

    calls = [part for part in reply.parts if isinstance(part, ToolCall)]
    assert [call.name for call in calls] == ["weather", "weather"]
    assert [json.loads(call.arguments) for call in calls] == [{"city": "Zürich"}] * 2
    assert len({call.id for call in calls}) == 2
    assert reply.finished is not None
    assert reply.finished.reason == "tool_use"


async def test_thinking_comes_before_the_words(provider: Provider) -> None:
    reply = await ask(provider, "fake-think", Text(text="why"))

    thinking, text = reply.parts
    assert isinstance(thinking, Thinking)
    assert (thinking.text, text) == ("Let me see.", Text(text="Forty-two."))


async def test_an_image_arrives(provider: Provider) -> None:
    reply = await ask(provider, "fake-look", Text(text="What?"), PICTURE)

    assert reply.text == "I see image/png"


async def test_the_request_s_id_arrives(provider: Provider, fake_upstream: FakeUpstream) -> None:
    await ask(provider, "fake-echo", Text(text="hi"))

    assert fake_upstream.exchanges[0].headers["x-request-id"] == REQUEST


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (Mode(kind="status", status=401), "unauthenticated"),
        (Mode(kind="status", status=429, retry_after="3"), "rate_limited"),
        (Mode(kind="status", status=503), "overloaded"),
        (Mode(kind="html", status=502), "unreachable"),
        (Mode(kind="redirect", to="http://127.0.0.1:9/"), "unreachable"),
        (Mode(kind="rst_after"), "cut"),
        (Mode(kind="half_frame"), "cut"),
        (Mode(kind="empty"), "cut"),
        (Mode(kind="bad_json"), "malformed"),
        (Mode(kind="error_in_200_stream"), "server"),
    ],
    ids=lambda each: each.kind if isinstance(each, Mode) else each,
)
async def test_a_fault_is_a_failure_of_its_kind(
    provider: Provider, fake_upstream: FakeUpstream, mode: Mode, kind: FailureKind
) -> None:
    fake_upstream.script(mode)

    reply = await ask(provider, "fake-echo", Text(text="one two three"))

    assert reply.failure is not None
    assert reply.failure.kind == kind
    assert len(fake_upstream.exchanges) == 1


@pytest.mark.parametrize(
    "mode",
    [
        Mode(kind="stall_after"),
        Mode(kind="hang_before_headers"),
        Mode(kind="hang_after_headers"),
    ],
    ids=lambda mode: mode.kind,
)
async def test_silence_is_a_timeout(
    impatient: Provider, fake_upstream: FakeUpstream, mode: Mode
) -> None:
    fake_upstream.script(mode)

    reply = await ask(impatient, "fake-echo", Text(text="one two three"))

    assert reply.failure is not None
    assert reply.failure.kind == "timeout"


@pytest.mark.parametrize(
    "mode",
    [
        Mode(kind="drip"),
        Mode(kind="bad_utf8"),
        Mode(kind="giant_chunk"),
        Mode(kind="wrong_ct"),
        Mode(kind="json_for_stream"),
        Mode(usage="none"),
    ],
    ids=lambda mode: mode.kind,
)
async def test_a_strange_answer_is_heard_all_the_same(
    provider: Provider, fake_upstream: FakeUpstream, mode: Mode
) -> None:
    fake_upstream.script(mode)

    reply = await ask(provider, "fake-echo", Text(text="one two three"))

    assert reply.text == "one two three"


@pytest.mark.parametrize("open_provider", [open_openai, open_anthropic])
async def test_an_end_that_is_not_told_is_forgiven_after_its_reason(
    provider: Provider, fake_upstream: FakeUpstream
) -> None:
    fake_upstream.script(Mode(kind="no_done"))

    reply = await ask(provider, "fake-echo", Text(text="one two three"))

    assert reply.finished is not None


async def test_a_server_that_is_not_there_is_unreachable(
    provider: Provider, fake_upstream: FakeUpstream
) -> None:
    await fake_upstream.stop()

    reply = await ask(provider, "m", Text(text="hi"))

    assert reply.failure is not None
    assert reply.failure.kind == "unreachable"


async def test_whoever_stops_listening_is_gone_within_half_a_second(
    provider: Provider, fake_upstream: FakeUpstream
) -> None:
    fake_upstream.script(Mode(kind="stall_after", after=1))
    events = provider.model(named("fake-echo")).stream(asked(Text(text="hi you")), request=REQUEST)
    await anext(events)

    await events.aclose()

    (exchange,) = fake_upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 0.5)
    assert exchange.closed_by_client_at is not None


async def test_whoever_is_cancelled_leaves_the_server_too(
    provider: Provider, fake_upstream: FakeUpstream
) -> None:
    fake_upstream.script(Mode(kind="hang_before_headers"))
    asking = asyncio.create_task(ask(provider, "fake-echo", Text(text="hi")))
    await fake_upstream.asked.wait()

    asking.cancel()
    await asyncio.wait({asking})

    (exchange,) = fake_upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 0.5)
    assert exchange.closed_by_client_at is not None


async def test_many_answers_come_at_the_same_time(fake_upstream: FakeUpstream) -> None:
    """More than an HTTP client keeps open when nobody tells it to."""
    fake_upstream.script(Mode(kind="hang_after_headers"))
    address = f"{fake_upstream.url}/v1/messages"
    body = {"model": "fake-echo", "stream": True}

    async with http_client(Timeouts(), None) as client, AsyncExitStack() as answers:
        for _ in range(150):
            await answers.enter_async_context(client.stream("POST", address, json=body))

        assert sum(not each.ended.is_set() for each in fake_upstream.exchanges) == 150
