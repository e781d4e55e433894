"""OpenAI Embeddings, on every provider that makes vectors."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, Request, Response

from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.access import client_in, neighbourhood_of
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.asking import plain_body_of, stamped
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.plain import PlainDialect
from application.embed import Embeddings
from domain.formats.openai_embeddings.reply import encode_reply
from domain.formats.openai_embeddings.request import EmbeddingsRequest, decode_request
from domain.formats.passing import Passed, Piece
from domain.json import write
from domain.llm.events import Finished

router = APIRouter()


@router.post("/v1/embeddings")
async def create_embeddings(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """One vector for each input, as numbers or as base64 of little-endian float32."""
    stamp = stamped(request, use)
    asked = decode_request((await plain_body_of(request)).value)
    call = use.embed(
        asked.asked,
        model=asked.model,
        payer=payer,
        request=stamp.request,
        address=neighbourhood_of(request),
        client=client_in(request),
    )
    return Answer(
        _told(call, asked),
        dialect=PlainDialect(),
        streamed=False,
        shutdown=shutdown_of(request),
        at=stamp.at,
    )


@asynccontextmanager
async def _told(
    call: AbstractAsyncContextManager[Embeddings], asked: EmbeddingsRequest
) -> AsyncGenerator[AsyncIterator[Piece]]:
    async with call as answer:
        yield _with_bytes(answer, asked)


async def _with_bytes(answer: Embeddings, asked: EmbeddingsRequest) -> AsyncGenerator[Piece]:
    """The end with the whole answer in the client's words; the model as the client named it."""
    async for piece in answer.pieces:
        if any(isinstance(event, Finished) for event in piece.events):
            told = encode_reply(
                answer.vectors, model=asked.model, usage=answer.usage, packed=asked.base64
            )
            yield Passed(write(told).encode(), piece.events)
        else:
            yield piece
