"""Making vectors of texts, for chat and relay alike."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

from application.call_record import Call
from application.metering import Metering
from application.ports.embedding_models import EmbeddingModels
from application.ports.language_models import ModelCatalog
from application.routing.routing import Asked
from domain.catalog.models import Model
from domain.errors import UpstreamFailed
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId
from domain.llm.embedding import Embedded, EmbeddingRequest, Vector
from domain.llm.events import Failed, UsageReported
from domain.llm.prompt import Prompt
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_inputs
from domain.transactions.transaction import Payer, Source


@dataclass(slots=True, kw_only=True)
class Embeddings:
    """The answer as it comes: `vectors` and `usage` are whole when `pieces` have ended."""

    pieces: AsyncIterator[Piece]
    usage: Usage
    vectors: list[Vector] = field(default_factory=list[Vector])

    async def all(self) -> list[Vector]:
        """One vector for each input, in their order. Raises `UpstreamFailed`."""
        async for piece in self.pieces:
            for event in piece.events:
                if isinstance(event, Failed):
                    raise UpstreamFailed(event.failure.message)
        return self.vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Ask a model for the vectors of some inputs, on somebody's account."""

    catalog: ModelCatalog
    metering: Metering
    models: EmbeddingModels
    source: Source

    @asynccontextmanager
    async def __call__(
        self,
        asked: EmbeddingRequest,
        *,
        model: str,
        payer: Payer,
        request: RequestId,
        address: str = "",
        client: str = "",
    ) -> AsyncGenerator[Embeddings]:
        """Open the answer.

        Raises `NotFound` for a model that is not on offer, and what `Metering` raises: `Invalid`
        for a model that makes no vectors. Leaving closes the provider's end.
        """
        found = (await self.catalog.current()).find(model)
        usage = Usage(input_uncached=estimate_inputs(asked.inputs), estimated=True)
        call = Call(
            request=request,
            source=self.source,
            payer=payer,
            model=found,
            prompt=Prompt(turns=(), max_output_tokens=0),
            streamed=False,
            address=address,
            client=client,
            task="embeddings",
            expected=usage,
        )
        vectors: list[Vector] = []

        def ask(place: Model) -> Asked:
            vectors.clear()  # of one that failed in the middle
            parts = self.models.embedder_of(place).embed(asked, request=request)
            return Asked(_pieces(parts, vectors), streams=False)

        async with self.metering.pass_on(call, ask) as pieces:
            answer = Embeddings(pieces=pieces, usage=usage, vectors=vectors)
            answer.pieces = _counted(pieces, answer)
            yield answer


async def _pieces(parts: AsyncGenerator[Embedded], vectors: list[Vector]) -> AsyncGenerator[Piece]:
    async with aclosing(parts):
        async for part in parts:
            vectors += part.vectors
            yield Passed(None, part.events)


async def _counted(pieces: AsyncIterator[Piece], answer: Embeddings) -> AsyncIterator[Piece]:
    async for piece in pieces:
        for event in piece.events:
            if isinstance(event, UsageReported) and event.usage.is_plausible:
                answer.usage = event.usage
        yield piece
