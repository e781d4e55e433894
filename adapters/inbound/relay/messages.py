"""Anthropic Messages."""

import re
from dataclasses import dataclass
from typing import Final, final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from typing_extensions import override

from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.relay.asking import answer_to, body_of, question_of, stamped
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import (
    Asked,
    Dialect,
    Encoder,
    OwnFormat,
    ReasoningTold,
    Stamp,
    tried,
)
from adapters.inbound.relay.envelopes import AnthropicEnvelope, Envelope, shown
from adapters.inbound.relay.whole_body import refusal
from domain.errors import Invalid
from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.anthropic_messages.reply import encode_reply
from domain.formats.anthropic_messages.request import decode_request
from domain.formats.anthropic_messages.stream import StreamEncoder
from domain.formats.reading import At
from domain.formats.untold import MESSAGES, Kind
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.events import Failure
from domain.llm.reply import Reply

router = APIRouter()
_ESTIMATE: Final = "x-parley-estimate"
_HEADERS: Final = re.compile(r"anthropic-(?!api-key|auth)[a-z-]+")
"""Versions, betas and what may come: an open set, of which none is a secret."""


class ThreadsUnsupported(Invalid):
    """A client that would leave its history to us must know that we keep none."""


@router.post("/v1/messages")
async def messages(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one message, whole or as a stream of events."""
    return await answer_to(request, payer, use, read=_read)


@router.post("/v1/messages/count_tokens")
async def count_tokens(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Count without asking; a header says when the number is an estimate."""
    stamp = stamped(request, use)
    body = await body_of(request)
    question = question_of(_read_for_counting(body.value, stamp), body, request)
    counted = await use.count_tokens(question, payer=payer, request=stamp.request)
    envelope = AnthropicEnvelope(stamp.request)
    if isinstance(counted, Failure):
        return refusal(envelope, shown(counted))
    label = {_ESTIMATE: "yes"} if counted.estimated else {}
    return JSONResponse({"input_tokens": counted.tokens}, headers={**envelope.headers, **label})


async def refuse_threads(request: Request, error: Exception) -> Response:
    """In the words for which the vendor's clients go on without threads."""
    status, body = AnthropicEnvelope(request_id_of(request)).error(
        Failure(kind="bad_request", message=str(error))
    )
    told = At(body).needed("error").value
    details: JsonObject = {"error_code": "thread_unsupported_request", "unsupported": []}
    return JSONResponse({**body, "error": {**told, "details": details}}, status_code=status)


def _read(body: JsonObject, stamp: Stamp) -> Asked:
    at = At(body)
    if at.has("thread"):
        raise ThreadsUnsupported("thread: is not supported; send the whole conversation")
    model, streamed = at.text("model"), at.flag("stream") or False
    asked, problem = tried(decode_request, body)
    return Asked(
        model=model,
        prompt=asked.prompt if asked else None,
        streamed=streamed,
        dropped=asked.dropped if asked else (),
        dialect=_Messages(request=stamp.request, model=model),
        own=OwnFormat(name="anthropic_messages", passing=MessagesPassing(), headers=_HEADERS),
        problem=problem,
    )


def _read_for_counting(body: JsonObject, stamp: Stamp) -> Asked:
    """What is counted is not answered, and needs no limit of its answer."""
    return _read({"max_tokens": 1, **body}, stamp)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Messages(Dialect):
    """`model` is echoed as the client named it."""

    request: RequestId
    model: str

    @property
    @override
    def envelope(self) -> Envelope:
        return AnthropicEnvelope(self.request)

    @property
    @override
    def lacks(self) -> frozenset[Kind]:
        return MESSAGES

    @property
    @override
    def reasoning(self) -> ReasoningTold:
        return "anthropic"

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(id=f"msg_{self.request}", model=self.model)

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, id=f"msg_{self.request}", model=self.model)
