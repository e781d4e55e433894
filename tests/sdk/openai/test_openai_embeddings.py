import json
from dataclasses import dataclass, field

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.openai.embeddings import OpenAiEmbeddings
from adapters.outbound.openai.model import client_for
from application.ports.embedding_models import EmbeddingModel
from domain.llm.embedding import EmbeddingRequest
from tests.contracts.embedding_models import (
    EmbeddingModelContract,
    EmbeddingVendor,
    heard,
    playing,
)
from tests.contracts.language_models import REQUEST, SECRET, Server
from tests.upstream.openai import OpenAi
from tests.upstream.speech import Dialect


def model_on(server: Server, *, original: bool = True) -> OpenAiEmbeddings:
    client = client_for(
        api_key=SECRET, base_url="https://vendor.test", transport=httpx2.MockTransport(server)
    )
    return OpenAiEmbeddings(client=client, upstream="e-1", original=original)


@dataclass
class _OpenAiVendor(EmbeddingVendor):
    dialect: Dialect = field(default_factory=OpenAi)

    @override
    def connect(self, server: Server) -> EmbeddingModel:
        return model_on(server)


class TestOpenAiEmbeddings(EmbeddingModelContract):
    @pytest.fixture
    def vendor(self) -> EmbeddingVendor:
        return _OpenAiVendor()


async def asked_of(model_for: bool, request: EmbeddingRequest) -> dict[str, object]:
    seen: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return playing()(request)

    await heard(model_on(server, original=model_for).embed(request, request=REQUEST))
    (sent,) = seen
    assert sent.url == "https://vendor.test/v1/embeddings"
    body: dict[str, object] = json.loads(sent.content)
    return body


async def test_the_body_says_what_was_asked_and_nothing_else() -> None:
    request = EmbeddingRequest(
        inputs=("one",), dimensions=3, user="u-1", extra={"input_type": "query"}
    )

    assert await asked_of(True, request) == {
        "model": "e-1",
        "input": "one",
        "encoding_format": "float",
        "dimensions": 3,
        "user": "u-1",
        "input_type": "query",
    }


@pytest.mark.parametrize(
    ("inputs", "sent"),
    [
        (((1, 2),), [[1, 2]]),
        (((1, 2), (3,)), [[1, 2], [3]]),
        (("a", "b"), ["a", "b"]),
    ],
)
async def test_tokens_and_lists_go_as_they_are(
    inputs: tuple[str | tuple[int, ...], ...], sent: object
) -> None:
    assert (await asked_of(True, EmbeddingRequest(inputs=inputs)))["input"] == sent


@pytest.mark.parametrize(("original", "format"), [(True, "base64"), (False, "float")])
async def test_bytes_are_asked_only_of_who_is_known_to_send_them(
    original: bool, format: str
) -> None:
    body = await asked_of(original, EmbeddingRequest(inputs=("a",), packed=True))

    assert body["encoding_format"] == format


async def test_vectors_that_come_as_bytes_are_the_same() -> None:
    packed = EmbeddingRequest(inputs=("the cat", "sat"), packed=True)
    plain = EmbeddingRequest(inputs=("the cat", "sat"))

    as_bytes, _ = await heard(model_on(playing()).embed(packed, request=REQUEST))
    as_digits, _ = await heard(model_on(playing()).embed(plain, request=REQUEST))

    assert [each.float32 for each in as_bytes] == [each.float32 for each in as_digits]
