"""Google's generateContent. The address names the model, and whether to stream."""

from dataclasses import dataclass
from functools import partial
from typing import Final, final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from typing_extensions import override

from adapters.inbound.relay.asking import answer_to, body_of, question_of, stamped
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import (
    Asked,
    Dialect,
    Encoder,
    Framing,
    OwnFormat,
    Stamp,
    tried,
)
from adapters.inbound.relay.envelopes import Envelope, GoogleEnvelope, shown
from adapters.inbound.relay.whole_body import refusal
from domain.formats.camel_names import camelled
from domain.formats.gemini.chunk_list import ChunkList
from domain.formats.gemini.passing import GeneratePassing
from domain.formats.gemini.reply import encode_reply
from domain.formats.gemini.request import decode_request
from domain.formats.gemini.stream import StreamEncoder
from domain.json import JsonObject
from domain.llm.events import Failure
from domain.llm.reply import Reply

router = APIRouter()
_MODEL: Final = "/v1beta/models/{model:path}"
_COLLECTION: Final = "models/"
_ESTIMATE: Final = "x-parley-estimate"
_WITHIN: Final = "generateContentRequest"


@router.post(f"{_MODEL}:generateContent")
async def generate_content(
    model: str, request: Request, payer: CallingPayer, use: UseCases
) -> Response:
    """Answer one request whole."""
    return await answer_to(request, payer, use, read=_Reading(model=model))


@router.post(f"{_MODEL}:streamGenerateContent")
async def stream_generate_content(
    model: str, request: Request, payer: CallingPayer, use: UseCases
) -> Response:
    """Answer one request as a stream: of events for `alt=sse`, else as a list that grows."""
    asked = {request.query_params.get(name) for name in ("alt", "$alt")}
    reading = _Reading(model=model, streamed=True, as_list="sse" not in asked)
    return await answer_to(request, payer, use, read=reading)


@router.post(f"{_MODEL}:countTokens")
async def count_google_tokens(
    model: str, request: Request, payer: CallingPayer, use: UseCases
) -> Response:
    """Count without asking; a header says when the number is an estimate."""
    stamp = stamped(request, use)
    body = await body_of(request)
    asked = _Reading(model=model)(_counted_part(body.value), stamp)
    counted = await use.count_tokens(
        question_of(asked, body, request), payer=payer, request=stamp.request
    )
    if isinstance(counted, Failure):
        return refusal(GoogleEnvelope(), shown(counted))
    label = {_ESTIMATE: "yes"} if counted.estimated else {}
    return JSONResponse({"totalTokens": counted.tokens}, headers=label)


@router.api_route(
    "/v1beta/{rest:path}",
    methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    include_in_schema=False,
)
async def nothing_else(rest: str, request: Request) -> Response:
    """Google answers so to a wrong method too."""
    message = f"there is no {request.method} /v1beta/{rest}"
    return refusal(GoogleEnvelope(), Failure(kind="not_found", message=message))


def _counted_part(body: JsonObject) -> JsonObject:
    """Contents alone, or a request as it would be asked. Raises `Invalid`: too deep."""
    within = camelled(body).get(_WITHIN)
    return within if isinstance(within, dict) else body


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    model: str
    streamed: bool = False
    as_list: bool = False

    def __call__(self, body: JsonObject, stamp: Stamp) -> Asked:
        model = self.model.removeprefix(_COLLECTION)
        decode = partial(decode_request, model=model, stream=self.streamed)
        asked, problem = tried(decode, body)
        return Asked(
            model=model,
            prompt=asked.prompt if asked else None,
            streamed=self.streamed,
            dropped=asked.dropped if asked else (),
            dialect=_GenerateContent(id=stamp.request, model=model, as_list=self.as_list),
            own=OwnFormat(name="gemini", passing=GeneratePassing()),
            problem=problem,
        )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _GenerateContent(Dialect):
    """`model` is echoed as the client named it."""

    id: str
    model: str
    as_list: bool

    @property
    @override
    def envelope(self) -> Envelope:
        return GoogleEnvelope()

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(id=self.id, model=self.model)

    @override
    def framing(self) -> Framing:
        return _Items() if self.as_list else super(_GenerateContent, self).framing()

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, id=self.id, model=self.model)


@final
class _Items(Framing):
    def __init__(self) -> None:
        self._list = ChunkList()

    @property
    @override
    def media_type(self) -> str:
        return "application/json"

    @override
    def feed(self, data: bytes) -> bytes:
        return self._list.feed(data)

    @override
    def close(self) -> bytes:
        return self._list.close()
