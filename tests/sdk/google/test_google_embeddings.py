import json
from dataclasses import dataclass, field

import httpx2
import pytest
from google.genai import Client
from google.genai.types import Content, EmbedContentConfig, HttpOptions, Part
from typing_extensions import override

from adapters.outbound.google.embeddings import GoogleEmbeddings
from adapters.outbound.google.model import client_for
from application.ports.embedding_models import EmbeddingModel
from domain.llm.embedding import EmbeddingRequest
from domain.llm.events import Started
from domain.llm.usage import Usage
from tests.contracts.embedding_models import (
    EmbeddingModelContract,
    EmbeddingVendor,
    heard,
    playing,
)
from tests.contracts.language_models import REQUEST, SECRET, Server
from tests.upstream.gemini import Gemini
from tests.upstream.speech import Dialect


def model_on(server: Server) -> GoogleEmbeddings:
    client = client_for(
        api_key=SECRET, base_url="https://vendor.test", transport=httpx2.MockTransport(server)
    )
    return GoogleEmbeddings(sdk=client.sdk, upstream="gemini-embedding-001")


@dataclass
class _GoogleVendor(EmbeddingVendor):
    dialect: Dialect = field(default_factory=Gemini)

    @override
    def connect(self, server: Server) -> EmbeddingModel:
        return model_on(server)


class TestGoogleEmbeddings(EmbeddingModelContract):
    @pytest.fixture
    def vendor(self) -> EmbeddingVendor:
        return _GoogleVendor()


class Recorder:
    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return playing()(request)

    @property
    def bodies(self) -> list[object]:
        return [json.loads(each.content) for each in self.requests]


async def test_one_text_is_asked_as_one() -> None:
    server = Recorder()

    await heard(
        model_on(server).embed(EmbeddingRequest(inputs=("a",), dimensions=3), request=REQUEST)
    )

    assert server.requests[0].url.path == "/v1beta/models/gemini-embedding-001:embedContent"
    assert server.bodies == [
        {
            "model": "models/gemini-embedding-001",
            "content": {"parts": [{"text": "a"}]},
            "outputDimensionality": 3,
        }
    ]


async def test_many_texts_go_in_batches_of_a_hundred() -> None:
    server = Recorder()
    inputs = tuple(str(number) for number in range(201))

    await heard(model_on(server).embed(EmbeddingRequest(inputs=inputs), request=REQUEST))

    batches = [len(json.loads(each.content).get("requests", "1")) for each in server.requests]
    assert batches == [100, 100, 1]


async def test_the_official_client_asks_the_same() -> None:
    """The oracle: what the SDK itself sends for a batch."""
    ours, theirs = Recorder(), Recorder()
    sdk = Client(
        api_key=SECRET,
        vertexai=False,
        http_options=HttpOptions(
            base_url="https://vendor.test",
            api_version="v1beta",
            httpx_async_client=httpx2.AsyncClient(transport=httpx2.MockTransport(theirs)),
        ),
    )

    await heard(
        model_on(ours).embed(EmbeddingRequest(inputs=("a", "b"), dimensions=3), request=REQUEST)
    )
    await sdk.aio.models.embed_content(
        model="gemini-embedding-001",
        contents=[Content(parts=[Part(text=text)]) for text in ("a", "b")],
        config=EmbedContentConfig(output_dimensionality=3),
    )

    assert ours.requests[0].url == theirs.requests[0].url
    # The SDK says that a text is the user's, which is what it is without it.
    sent = theirs.requests[0].content.replace(b', "role": "user"', b"")
    assert json.loads(sent) == ours.bodies[0]


async def test_tokens_are_refused_in_words() -> None:
    server = Recorder()

    _, reply = await heard(
        model_on(server).embed(EmbeddingRequest(inputs=((1, 2),)), request=REQUEST)
    )

    assert reply.failure is not None
    assert (reply.failure.kind, reply.failure.message) == (
        "bad_request",
        "input: this model takes texts, not tokens",
    )
    assert not server.requests


async def test_what_google_does_not_know_is_noted() -> None:
    asked = EmbeddingRequest(inputs=("a",), user="u", extra={"input_type": "query"})

    (part,) = [each async for each in model_on(playing()).embed(asked, request=REQUEST)]

    started = part.events[0]
    assert isinstance(started, Started)
    assert [each.path for each in started.dropped] == ["user", "input_type"]


async def test_a_count_is_taken_where_google_gives_one() -> None:
    def server(_: httpx2.Request) -> httpx2.Response:
        body = {"embedding": {"values": [0.5]}, "usageMetadata": {"promptTokenCount": 7}}
        return httpx2.Response(200, json=body)

    _, reply = await heard(model_on(server).embed(EmbeddingRequest(inputs=("a",)), request=REQUEST))

    assert reply.usage == Usage(input_uncached=7)


async def test_what_was_counted_before_a_batch_failed_is_told() -> None:
    first = Recorder()

    def server(request: httpx2.Request) -> httpx2.Response:
        if first.requests:
            return httpx2.Response(503, json=Gemini().error(503, "busy", None))
        return first(request)

    inputs = tuple("word" for _ in range(150))
    vectors, reply = await heard(
        model_on(server).embed(EmbeddingRequest(inputs=inputs), request=REQUEST)
    )

    assert len(vectors) == 100
    assert reply.failure is not None
    assert reply.usage == Usage(input_uncached=200, estimated=True)
