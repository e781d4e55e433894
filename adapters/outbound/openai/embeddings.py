"""Embeddings of OpenAI, and of every server that speaks as it does."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, final

from typing_extensions import override

from adapters.outbound.providers.answering import asked as asked_of
from adapters.outbound.providers.answering import posted, whole
from adapters.outbound.providers.courier import Answering
from adapters.outbound.providers.embedding import Embedding
from adapters.outbound.providers.provider import VendorClient
from application.ports.embedding_models import EmbeddingModel
from domain.formats.encoded import EncodedRequest
from domain.formats.openai_embeddings.reply import decode_reply
from domain.formats.openai_embeddings.request import encode_request
from domain.ids import RequestId
from domain.llm.embedding import Embedded, EmbeddingRequest
from domain.routing.timeouts import Timeouts

_PATH: Final = "/embeddings"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiEmbeddings(EmbeddingModel):
    """`original`: OpenAI itself, which sends bytes where it is asked to; others may not."""

    client: VendorClient
    upstream: str
    original: bool
    timeouts: Timeouts = field(default_factory=Timeouts)

    @override
    async def embed(
        self, asked: EmbeddingRequest, *, request: RequestId
    ) -> AsyncGenerator[Embedded]:
        answered = await whole(
            partial(encode_request, asked, model=self.upstream, packed=self.original),
            lambda encoded: asked_of(self._posted(encoded, request)),
            deadline=asyncio.get_running_loop().time() + self.timeouts.all_s,
        )
        decode = partial(decode_reply, inputs=len(asked.inputs))
        yield Embedding(model=self.upstream).part(answered, decode, asked.inputs, last=True)

    def _posted(self, encoded: EncodedRequest, request: RequestId) -> Awaitable[Answering]:
        return posted(
            self.client.courier,
            f"{self.client.root}{_PATH}",
            encoded,
            headers={"x-request-id": request, **self.client.headers},
            timeouts=self.timeouts,
            whole=True,
        )
