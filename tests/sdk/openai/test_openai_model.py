import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.openai.model import OpenAiModel, client_for
from application.ports.language_models import LanguageModel
from domain.catalog.models import OpenAiFormat
from domain.formats.openai_options import OpenAiDialect
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Image, InlineData, Prompt, Text, Tool, ToolChoice, Turn
from domain.routing.timeouts import Timeouts
from tests.contracts.language_models import (
    REQUEST,
    SECRET,
    LanguageModelContract,
    Server,
    Vendor,
    answering,
    reply_of,
)
from tests.upstream.answer import Answer
from tests.upstream.openai import OpenAi
from tests.upstream.responses import Responses
from tests.upstream.speech import Dialect

ADDRESS = "https://vendor.test/v1"


@dataclass
class _OpenAiVendor(Vendor):
    taken: OpenAiDialect
    dialect: Dialect = field(default_factory=OpenAi)
    format: OpenAiFormat = "openai_chat"

    @override
    def connect(self, server: Server) -> LanguageModel:
        return model_on(server, dialect=self.taken, format=self.format)


def model_on(
    server: Server,
    *,
    dialect: OpenAiDialect,
    base_url: str | None = ADDRESS,
    api_key: str | None = SECRET,
    format: OpenAiFormat = "openai_chat",
) -> OpenAiModel:
    client = client_for(api_key=api_key, base_url=base_url, transport=httpx2.MockTransport(server))
    return OpenAiModel(
        client=client,
        upstream="m-1",
        capabilities=Capabilities(),
        dialect=dialect,
        format=format,
    )


class TestOpenAiModel(LanguageModelContract):
    @pytest.fixture
    def vendor(self) -> Vendor:
        return _OpenAiVendor("openai")


class TestOpenAiCompatibleModel(LanguageModelContract):
    @pytest.fixture
    def vendor(self) -> Vendor:
        return _OpenAiVendor("compatible")


class TestOpenAiModelInResponses(LanguageModelContract):
    @pytest.fixture
    def vendor(self) -> Vendor:
        return _OpenAiVendor("openai", Responses(), "openai_responses")


class TestCompatibleModelInResponses(LanguageModelContract):
    @pytest.fixture
    def vendor(self) -> Vendor:
        return _OpenAiVendor("compatible", Responses(), "openai_responses")


class Recorder:
    """A server that keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        whole = b"".join(OpenAi().frames(Answer(words=("ok",)), "m"))
        return answering(whole)(request)


PROMPT = Prompt(
    turns=(
        Turn(role="system", parts=(Text(text="Be brief."),)),
        Turn(
            role="user",
            parts=(
                Text(text="What is it?"),
                Image(source=InlineData(media_type="image/png", base64="iVBORw0KGgo=")),
            ),
        ),
    ),
    tools=(Tool(name="weather", description="Look out", parameters={"type": "object"}),),
    tool_choice=ToolChoice(mode="required"),
    max_output_tokens=50,
)


@pytest.mark.parametrize(
    ("dialect", "limit"), [("openai", "max_completion_tokens"), ("compatible", "max_tokens")]
)
async def test_the_body_says_what_was_asked_and_nothing_else(
    dialect: OpenAiDialect, limit: str
) -> None:
    server = Recorder()

    await reply_of(model_on(server, dialect=dialect).stream(PROMPT, request=REQUEST))

    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
    assert json.loads(server.requests[0].content) == {
        "model": "m-1",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": "What is it?"}, picture]},
        ],
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "weather",
                    "description": "Look out",
                    "parameters": {"type": "object"},
                },
            }
        ],
        "tool_choice": "required",
        limit: 50,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        (None, "https://api.openai.com/v1/chat/completions"),
        ("https://vendor.test/v1", "https://vendor.test/v1/chat/completions"),
        ("https://vendor.test/v1/", "https://vendor.test/v1/chat/completions"),
        ("https://vendor.test/api/v3", "https://vendor.test/api/v3/chat/completions"),
        ("https://vendor.test", "https://vendor.test/v1/chat/completions"),
        ("https://vendor.test/", "https://vendor.test/v1/chat/completions"),
    ],
)
async def test_a_base_address_is_taken_as_people_paste_it(base_url: str | None, asked: str) -> None:
    server = Recorder()
    model = model_on(server, dialect="compatible", base_url=base_url)

    await reply_of(model.stream(PROMPT, request=REQUEST))

    assert str(server.requests[0].url) == asked


async def test_a_json_body_is_heard_like_a_stream() -> None:
    body = json.dumps(OpenAi().whole(Answer(words=("Hi",)), "m")).encode()
    model = model_on(answering(body, content_type="application/json"), dialect="compatible")

    reply = await reply_of(model.stream(PROMPT, request=REQUEST))

    assert reply.text == "Hi"


async def test_a_redirect_is_not_followed() -> None:
    server = answering(b"", status=307, location="http://elsewhere.test/")

    reply = await reply_of(model_on(server, dialect="openai").stream(PROMPT, request=REQUEST))

    assert reply.failure is not None


async def test_without_a_key_none_is_sent() -> None:
    server = Recorder()
    model = model_on(server, dialect="compatible", api_key=None)

    await reply_of(model.stream(PROMPT, request=REQUEST))

    assert "authorization" not in server.requests[0].headers


async def test_the_sdk_s_own_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.test")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    server = Recorder()

    model = model_on(server, dialect="openai", base_url=None)
    await reply_of(model.stream(PROMPT, request=REQUEST))

    assert server.requests[0].url.host == "api.openai.com"
    assert "openai-organization" not in server.requests[0].headers


class _Silent(httpx2.AsyncByteStream):
    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"".join(list(OpenAi().frames(Answer(words=("Once",)), "m"))[:2])
        await asyncio.Event().wait()


async def test_an_answer_that_takes_too_long_is_a_timeout() -> None:
    def server(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, stream=_Silent())

    model = replace(model_on(server, dialect="openai"), timeouts=Timeouts(total_s=0.05))

    reply = await reply_of(model.stream(PROMPT, request=REQUEST))

    assert reply.text == "Once"
    assert reply.failure is not None
    assert reply.failure.kind == "timeout"
