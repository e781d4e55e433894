import hashlib
from collections.abc import AsyncGenerator
from typing import Final, final

from typing_extensions import override

from application.ports.embedding_models import EmbeddingModel, EmbeddingModels
from domain.catalog.models import Model
from domain.errors import NotFound
from domain.ids import RequestId
from domain.llm.embedding import Embedded, EmbeddingInput, EmbeddingRequest, Vector
from domain.llm.events import Failed, Failure, Finished, Started, UsageReported
from domain.llm.usage import Usage

DIMENSIONS: Final = 8


@final
class MemoryEmbeddingModels(EmbeddingModels, EmbeddingModel):
    """One provider. Vectors by the digest of a text, one word a token; or the `failure`, if any."""

    def __init__(self, failure: Failure | None = None, *, provider: str = "memory") -> None:
        self.asked: list[tuple[EmbeddingRequest, RequestId]] = []
        self._failure = failure
        self._provider = provider

    @override
    def embedder_of(self, model: Model) -> EmbeddingModel:
        if model.provider != self._provider:
            raise NotFound(f"the provider {model.provider!r} is not configured")
        return self

    @override
    async def embed(
        self, asked: EmbeddingRequest, *, request: RequestId
    ) -> AsyncGenerator[Embedded]:
        self.asked.append((asked, request))
        if self._failure is not None:
            yield Embedded(events=(Failed(self._failure),))
            return
        tokens = sum(len(each.split() if isinstance(each, str) else each) for each in asked.inputs)
        yield Embedded(
            tuple(_vector(each, asked.dimensions or DIMENSIONS) for each in asked.inputs),
            (
                Started(id="", model="memory"),
                UsageReported(Usage(input_uncached=tokens)),
                Finished(reason="end"),
            ),
        )


def _vector(given: EmbeddingInput, dimensions: int) -> Vector:
    digest = hashlib.shake_128(str(given).encode()).digest(dimensions)
    return Vector.of(byte / 256 for byte in digest)
