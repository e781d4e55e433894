import json
from dataclasses import dataclass, field, replace

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.anthropic.model import AnthropicModel, client_for
from application.ports.language_models import LanguageModel
from domain.llm.capabilities import Capabilities
from domain.llm.capability_table import capabilities_of
from domain.llm.prompt import Image, InlineData, Prompt, Text, Thinking, Tool, Turn
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
from tests.upstream.anthropic import Anthropic
from tests.upstream.speech import Dialect


def model_on(server: Server, *, base_url: str | None = "https://vendor.test") -> AnthropicModel:
    transport = httpx2.MockTransport(server)
    return AnthropicModel(
        client=client_for(api_key=SECRET, base_url=base_url, transport=transport),
        upstream="m-1",
        capabilities=Capabilities(max_output_tokens=1000),
    )


@dataclass
class _AnthropicVendor(Vendor):
    dialect: Dialect = field(default_factory=Anthropic)

    @override
    def connect(self, server: Server) -> LanguageModel:
        return model_on(server)


class TestAnthropicModel(LanguageModelContract):
    @pytest.fixture
    def vendor(self) -> Vendor:
        return _AnthropicVendor()


class Recorder:
    """A server that keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return answering(b"".join(Anthropic().frames(Answer(words=("ok",)), "m")))(request)


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
    max_output_tokens=50,
)


async def test_the_body_says_what_was_asked() -> None:
    server = Recorder()

    await reply_of(model_on(server).stream(PROMPT, request=REQUEST))

    body = json.loads(server.requests[0].content)
    picture = {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}
    assert (body["model"], body["max_tokens"], body["stream"]) == ("m-1", 50, True)
    assert body["system"] == [{"type": "text", "text": "Be brief."}]
    assert body["messages"] == [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is it?"},
                {"type": "image", "source": picture},
            ],
        }
    ]
    assert [tool["name"] for tool in body["tools"]] == ["weather"]


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        (None, "https://api.anthropic.com/v1/messages"),
        ("https://vendor.test", "https://vendor.test/v1/messages"),
        ("https://vendor.test/v1/", "https://vendor.test/v1/messages"),
        ("https://vendor.test/claude", "https://vendor.test/claude/v1/messages"),
    ],
)
async def test_a_base_address_is_taken_as_people_paste_it(base_url: str | None, asked: str) -> None:
    server = Recorder()

    await reply_of(model_on(server, base_url=base_url).stream(PROMPT, request=REQUEST))

    assert str(server.requests[0].url) == asked


async def test_what_a_body_needs_beside_it_goes_along() -> None:
    recorder = Recorder()
    model = replace(
        model_on(recorder), capabilities=capabilities_of("claude-opus-5-5", "anthropic")
    )
    said = (Thinking(text="hm", signature="S"), Text(text="a"))
    user = Turn(role="user", parts=(Text(text="q"),))
    turns = (user, Turn(role="assistant", parts=said), user)

    await reply_of(model.stream(Prompt(turns=turns), request=REQUEST))

    (asked,) = recorder.requests
    assert asked.headers["anthropic-beta"] == "thinking-binding-controls-2026-08-01"
