"""Google's embeddings, a hundred texts a batch."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from functools import partial
from typing import final

from google.genai import Client
from typing_extensions import override

from adapters.outbound.google.asking import asked as asked_of
from adapters.outbound.providers.answering import whole
from adapters.outbound.providers.embedding import Embedding
from application.ports.embedding_models import EmbeddingModel
from domain.formats.gemini.embedding import BATCH_MAX, decode_reply, encode_request
from domain.formats.gemini.passing import in_collection
from domain.ids import RequestId
from domain.llm.embedding import Embedded, EmbeddingRequest
from domain.routing.timeouts import Timeouts


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleEmbeddings(EmbeddingModel):
    sdk: Client
    upstream: str
    timeouts: Timeouts = field(default_factory=Timeouts)

    @override
    async def embed(
        self, asked: EmbeddingRequest, *, request: RequestId
    ) -> AsyncGenerator[Embedded]:
        deadline = asyncio.get_running_loop().time() + self.timeouts.all_s
        name, embedding = in_collection(self.upstream), Embedding(model=self.upstream)
        for start in range(0, len(asked.inputs), BATCH_MAX):
            inputs = asked.inputs[start : start + BATCH_MAX]
            action = "embedContent" if len(inputs) == 1 else "batchEmbedContents"
            answered = await whole(
                partial(encode_request, asked, inputs, model=name, start=start),
                partial(asked_of, self.sdk, f"{name}:{action}", request=request),
                deadline=deadline,
            )
            part = embedding.part(
                answered,
                partial(decode_reply, inputs=len(inputs)),
                inputs,
                last=start + BATCH_MAX >= len(asked.inputs),
            )
            yield part
            if part.failed:
                return
