import json
from dataclasses import dataclass, field

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.google.model import GoogleModel, client_for
from application.ports.language_models import LanguageModel
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Image, InlineData, Prompt, Text, Tool, ToolCall, Turn
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
from tests.upstream.gemini import Gemini
from tests.upstream.speech import Dialect


def model_on(
    server: Server, *, base_url: str | None = "https://vendor.test", upstream: str = "m-1"
) -> GoogleModel:
    transport = httpx2.MockTransport(server)
    return GoogleModel(
        client=client_for(api_key=SECRET, base_url=base_url, transport=transport),
        upstream=upstream,
        capabilities=Capabilities(max_output_tokens=1000),
    )


@dataclass
class _GoogleVendor(Vendor):
    dialect: Dialect = field(default_factory=Gemini)

    @override
    def connect(self, server: Server) -> LanguageModel:
        return model_on(server)


class TestGoogleModel(LanguageModelContract):
    @pytest.fixture
    def vendor(self) -> Vendor:
        return _GoogleVendor()


class Recorder:
    """A server that keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[httpx2.Request] = []
        self._answer = answers[0] if answers else Answer(words=("ok",))

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return answering(b"".join(Gemini().frames(self._answer, "m")))(request)


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


async def test_the_body_says_what_was_asked_and_nothing_else() -> None:
    server = Recorder()

    await reply_of(model_on(server).stream(PROMPT, request=REQUEST))

    picture = {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}
    weather = {
        "name": "weather",
        "description": "Look out",
        "parametersJsonSchema": {"type": "object"},
    }
    assert json.loads(server.requests[0].content) == {
        "contents": [{"role": "user", "parts": [{"text": "What is it?"}, picture]}],
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "tools": [{"functionDeclarations": [weather]}],
        "generationConfig": {"maxOutputTokens": 50},
    }
    assert server.requests[0].headers["x-goog-api-key"] == SECRET


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        (None, "https://generativelanguage.googleapis.com/v1beta/models/m-1"),
        ("https://vendor.test", "https://vendor.test/v1beta/models/m-1"),
        ("https://vendor.test/", "https://vendor.test/v1beta/models/m-1"),
        ("https://vendor.test/v1beta/", "https://vendor.test/v1beta/models/m-1"),
        ("https://vendor.test/v1", "https://vendor.test/v1/models/m-1"),
        ("https://vendor.test/gemini/v1alpha", "https://vendor.test/gemini/v1alpha/models/m-1"),
    ],
)
async def test_a_base_address_is_taken_as_people_paste_it(base_url: str | None, asked: str) -> None:
    server = Recorder()

    await reply_of(model_on(server, base_url=base_url).stream(PROMPT, request=REQUEST))

    assert str(server.requests[0].url) == f"{asked}:streamGenerateContent?alt=sse"


@pytest.mark.parametrize("upstream", ["models/m-1", "tunedModels/m-1"])
async def test_a_model_may_be_named_with_its_collection(upstream: str) -> None:
    server = Recorder()

    await reply_of(model_on(server, upstream=upstream).stream(PROMPT, request=REQUEST))

    assert server.requests[0].url.path == f"/v1beta/{upstream}:streamGenerateContent"


async def test_the_sdk_s_own_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://elsewhere.test")
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    monkeypatch.setenv("GOOGLE_GENAI_API_VERSION", "v9")
    monkeypatch.setenv("GOOGLE_API_KEY", "key-of-somebody")
    server = Recorder()

    model = model_on(server, base_url=None)
    await reply_of(model.stream(PROMPT, request=REQUEST))

    (request,) = server.requests
    assert (request.url.host, request.url.path.split("/")[1]) == (
        "generativelanguage.googleapis.com",
        "v1beta",
    )
    assert request.headers["x-goog-api-key"] == SECRET


async def test_our_limits_of_time_hold_and_are_not_the_server_s() -> None:
    server = Recorder()

    await reply_of(model_on(server).stream(PROMPT, request=REQUEST))

    (request,) = server.requests
    assert request.extensions["timeout"] == {"connect": 5, "read": 60, "write": 60, "pool": 60}
    assert "x-server-timeout" not in request.headers


async def test_a_signature_comes_back_byte_by_byte() -> None:
    seal = "a+b/c=="
    part = {"functionCall": {"name": "f"}, "thoughtSignature": seal}
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}
    body = f"data: {json.dumps({'candidates': [candidate]})}\n\n".encode()

    reply = await reply_of(model_on(answering(body)).stream(PROMPT, request=REQUEST))

    (call,) = reply.parts
    assert isinstance(call, ToolCall)
    assert call.signature == seal


async def test_an_answer_that_would_go_on_is_not_asked_for_again() -> None:
    candidate = {"content": {"parts": [{"text": "so"}]}, "finishReason": "CONTINUATION"}
    chunk = {"candidates": [candidate | {"continuationToken": "t"}]}
    asked: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return answering(f"data: {json.dumps(chunk)}\n\n".encode())(request)

    reply = await reply_of(model_on(server).stream(PROMPT, request=REQUEST))

    assert reply.finished is not None
    assert reply.finished.reason == "continuation"
    assert len(asked) == 1


async def test_a_refusal_that_is_not_even_text_is_a_failure() -> None:
    server = answering(b"\xff\xfe\x00{", status=500)

    reply = await reply_of(model_on(server).stream(PROMPT, request=REQUEST))

    assert reply.failure is not None
    assert reply.failure.kind in {"server", "unreachable"}


async def test_closing_closes_all_that_was_opened() -> None:
    client = client_for(
        api_key=SECRET, base_url=None, transport=httpx2.MockTransport(answering(b""))
    )

    await client.aclose()

    assert client.http.is_closed
