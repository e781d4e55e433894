"""What every adapter of a model that makes vectors must do, whatever its vendor's bytes."""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from typing import Protocol

import httpx2
import pytest

from application.ports.embedding_models import EmbeddingModel
from domain.llm.embedding import Embedded, EmbeddingRequest, Vector
from domain.llm.events import Finished
from domain.llm.reply import Reply, ReplyFold
from tests.contracts.language_models import REQUEST, SECRET, Body, Server, answering, raising
from tests.upstream.embeddings import embedding_asked, embeddings_of, vector_of
from tests.upstream.mode import Mode
from tests.upstream.speech import Dialect

TEXTS = ("the cat sat", "the cat", "😀 \u2028 é")


class EmbeddingVendor(Protocol):
    """What a test needs of one adapter."""

    dialect: Dialect

    @abstractmethod
    def connect(self, server: Server) -> EmbeddingModel:
        """Return the adapter with `SECRET` as its key, on a mock transport to `server`."""


def playing(mode: Mode | None = None) -> Server:
    """Answers as the fake upstream does."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked = embedding_asked(request.url.path, request.content)
        assert asked is not None
        return httpx2.Response(200, json=embeddings_of(asked, mode or Mode()))

    return answer


async def heard(parts: AsyncGenerator[Embedded]) -> tuple[list[Vector], Reply]:
    """Fold a whole answer; `BrokenStream` when it breaks the law of events."""
    fold, vectors = ReplyFold(), list[Vector]()
    async for part in parts:
        vectors += part.vectors
        for event in part.events:
            fold.feed(event)
    assert fold.is_over
    return vectors, fold.reply()


class EmbeddingModelContract:
    async def _ask(
        self, vendor: EmbeddingVendor, server: Server, asked: EmbeddingRequest | None = None
    ) -> tuple[list[Vector], Reply]:
        question = asked or EmbeddingRequest(inputs=TEXTS)
        return await heard(vendor.connect(server).embed(question, request=REQUEST))

    @pytest.mark.parametrize("number", [1, 2, 100, 101, 250])
    async def test_each_input_has_a_vector_in_its_place(
        self, vendor: EmbeddingVendor, number: int
    ) -> None:
        inputs = tuple(f"text {place}" for place in range(number))

        vectors, reply = await self._ask(vendor, playing(), EmbeddingRequest(inputs=inputs))

        wanted = [Vector.of(vector_of(text)) for text in inputs]
        assert [vector.float32 for vector in vectors] == [each.float32 for each in wanted]
        assert isinstance(reply.finished, Finished)

    async def test_vectors_are_as_long_as_they_shall_be(self, vendor: EmbeddingVendor) -> None:
        asked = EmbeddingRequest(inputs=TEXTS, dimensions=5)

        vectors, _ = await self._ask(vendor, playing(), asked)

        assert [len(vector) for vector in vectors] == [5, 5, 5]

    async def test_tokens_are_counted(self, vendor: EmbeddingVendor) -> None:
        _, reply = await self._ask(vendor, playing())

        assert reply.usage is not None
        assert reply.usage.output == 0
        assert reply.usage.input_uncached > 0

    async def test_without_a_count_there_is_an_estimate(self, vendor: EmbeddingVendor) -> None:
        _, reply = await self._ask(vendor, playing(Mode(usage="none")))

        assert reply.usage is not None
        assert reply.usage.estimated
        assert reply.usage.input_uncached > 0

    @pytest.mark.parametrize(
        ("status", "kind"),
        [(400, "bad_request"), (401, "unauthenticated"), (429, "rate_limited"), (500, "server")],
    )
    async def test_a_refusal_is_a_failure(
        self, vendor: EmbeddingVendor, status: int, kind: str
    ) -> None:
        raw = str(vendor.dialect.error(status, f"no: {SECRET}", None)).replace("'", '"')
        refusing = answering(raw.replace("None", "null").encode(), status=status)

        vectors, reply = await self._ask(vendor, refusing)

        assert not vectors
        assert reply.failure is not None
        assert reply.failure.kind == kind
        assert SECRET not in reply.failure.message

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (httpx2.ConnectError("no route to http://10.0.0.1"), "unreachable"),
            (httpx2.ConnectTimeout("slow"), "timeout"),
            (httpx2.ReadTimeout("slow"), "timeout"),
        ],
    )
    async def test_a_provider_that_is_away_is_a_failure(
        self, vendor: EmbeddingVendor, error: Exception, kind: str
    ) -> None:
        _, reply = await self._ask(vendor, raising(error))

        assert reply.failure is not None
        assert reply.failure.kind == kind

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"nonsense",
            b"[]",
            b"{}",
            b"<html>hello</html>",
            b"\xff\xfe",
            b'{"data":[],"embeddings":[]}',
            b'{"data":[{"embedding":[1e999]}],"embeddings":[{"values":[1e999]}]}',
        ],
        ids=range(8),
    )
    async def test_an_answer_without_sense_is_a_failure(
        self, vendor: EmbeddingVendor, raw: bytes
    ) -> None:
        vectors, reply = await self._ask(vendor, answering(raw))

        assert not vectors
        assert reply.failure is not None
        assert reply.failure.kind in {"malformed", "cut"}

    async def test_too_few_vectors_are_a_failure(self, vendor: EmbeddingVendor) -> None:
        def server(request: httpx2.Request) -> httpx2.Response:
            asked = embedding_asked(request.url.path, request.content)
            assert asked is not None
            body = embeddings_of(asked, Mode())
            rows = body["data" if asked.dialect == "openai" else "embeddings"]
            rows.pop()
            return httpx2.Response(200, json=body)

        vectors, reply = await self._ask(vendor, server)

        assert not vectors
        assert reply.failure is not None
        assert reply.failure.kind == "malformed"

    async def test_our_request_s_id_and_the_key_go_along(self, vendor: EmbeddingVendor) -> None:
        seen: list[httpx2.Request] = []

        def server(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return playing()(request)

        await self._ask(vendor, server)

        (request,) = seen
        assert request.headers["x-request-id"] == REQUEST
        assert any(SECRET in value for value in request.headers.values())
        assert SECRET not in str(request.url)

    async def test_whoever_leaves_closes_the_connection(self, vendor: EmbeddingVendor) -> None:
        body = Body([b"{", b'"data"'])
        parts = vendor.connect(answering(body)).embed(
            EmbeddingRequest(inputs=TEXTS), request=REQUEST
        )

        await anext(parts)
        await parts.aclose()

        assert body.closed
