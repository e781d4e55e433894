"""Embeddings of OpenAI, and of every server that speaks as it does."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import final

from openai import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
)
from typing_extensions import override

from adapters.outbound.providers.answering import AWAY, LATE, Begun, NoAnswer, refused, whole
from adapters.outbound.providers.embedding import Embedding
from adapters.outbound.providers.provider import USUAL
from application.ports.embedding_models import EmbeddingModel
from domain.formats.openai_embeddings.reply import decode_reply
from domain.formats.openai_embeddings.request import encode_request
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.embedding import Embedded, EmbeddingRequest


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiEmbeddings(EmbeddingModel):
    """`original`: OpenAI itself, which sends bytes where it is asked to; others may not."""

    client: AsyncOpenAI
    upstream: str
    original: bool
    total_s: float = USUAL.total_s

    @override
    async def embed(
        self, asked: EmbeddingRequest, *, request: RequestId
    ) -> AsyncGenerator[Embedded]:
        answered = await whole(
            partial(encode_request, asked, model=self.upstream, packed=self.original),
            lambda encoded: self._asked(encoded.body, request),
            deadline=asyncio.get_running_loop().time() + self.total_s,
        )
        decode = partial(decode_reply, inputs=len(asked.inputs))
        yield Embedding(model=self.upstream).part(answered, decode, asked.inputs, last=True)

    @asynccontextmanager
    async def _asked(self, body: JsonObject, request: RequestId) -> AsyncGenerator[Begun]:
        calling = self.client.embeddings.with_streaming_response.create(
            model=self.upstream,
            input="",
            encoding_format="float",
            extra_body=body,
            extra_headers={"x-request-id": request},
        )
        try:
            async with calling as response:
                yield Begun(response.iter_bytes(), response.headers)
        except APIStatusError as error:
            raise refused(error.response) from error
        except APITimeoutError as error:
            raise NoAnswer(LATE) from error
        except (APIConnectionError, APIResponseValidationError) as error:
            raise NoAnswer(AWAY) from error
