"""Google's embedContent and batchEmbedContents, on every provider that makes vectors."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request, Response

from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.access import client_in, neighbourhood_of
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.asking import plain_body_of, stamped
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.envelopes import GoogleEnvelope
from adapters.inbound.relay.plain import PlainDialect
from adapters.inbound.relay.use_cases import RelayUseCases
from application.embed import Embeddings
from domain.formats.gemini.embedding_serving import decode_request, encode_reply
from domain.formats.passing import Passed, Piece
from domain.json import write
from domain.llm.events import Finished, Started
from domain.llm.prompt import Dropped
from domain.transactions.transaction import Payer

router = APIRouter()
_MODEL: Final = "/v1beta/models/{model:path}"
_COLLECTION: Final = "models/"


@router.post(f"{_MODEL}:embedContent")
async def embed_content(
    model: str, request: Request, payer: CallingPayer, use: UseCases
) -> Response:
    """One vector."""
    return await _embedded(model, request, payer, use, many=False)


@router.post(f"{_MODEL}:batchEmbedContents")
async def batch_embed_contents(
    model: str, request: Request, payer: CallingPayer, use: UseCases
) -> Response:
    """One vector for each content."""
    return await _embedded(model, request, payer, use, many=True)


async def _embedded(
    model: str, request: Request, payer: Payer, use: RelayUseCases, *, many: bool
) -> Response:
    stamp = stamped(request, use)
    asked, dropped = decode_request((await plain_body_of(request)).value, many=many)
    call = use.embed(
        asked,
        model=model.removeprefix(_COLLECTION),
        payer=payer,
        request=stamp.request,
        address=neighbourhood_of(request),
        client=client_in(request),
    )
    return Answer(
        _told(call, dropped=dropped, many=many),
        dialect=PlainDialect(GoogleEnvelope()),
        streamed=False,
        shutdown=shutdown_of(request),
        at=stamp.at,
    )


@asynccontextmanager
async def _told(
    call: AbstractAsyncContextManager[Embeddings], *, dropped: tuple[Dropped, ...], many: bool
) -> AsyncGenerator[AsyncIterator[Piece]]:
    async with call as answer:
        yield _with_bytes(answer, dropped=dropped, many=many)


async def _with_bytes(
    answer: Embeddings, *, dropped: tuple[Dropped, ...], many: bool
) -> AsyncGenerator[Piece]:
    """The end with the whole answer in the client's words."""
    async for piece in answer.pieces:
        events = tuple(
            replace(event, dropped=(*dropped, *event.dropped))
            if isinstance(event, Started)
            else event
            for event in piece.events
        )
        if any(isinstance(event, Finished) for event in events):
            told = encode_reply(answer.vectors, usage=answer.usage, many=many)
            yield Passed(write(told).encode(), events)
        else:
            yield Passed(None, events)
