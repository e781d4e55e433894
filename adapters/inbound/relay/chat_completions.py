"""OpenAI Chat Completions, also for bodies in the words of Responses: Cursor sends both here."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Final, final

from fastapi import APIRouter, Request, Response
from typing_extensions import override

from adapters.inbound.http.body import JsonText, body_bytes
from adapters.inbound.relay.asking import answer_body, body_in, is_named_by_path
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
from adapters.inbound.relay.envelopes import Envelope, OpenAiEnvelope
from adapters.inbound.relay.straight import straight_in
from domain.errors import Invalid
from domain.formats.openai_chat.passing import ChatPassing
from domain.formats.openai_chat.reply import encode_reply, own_customs
from domain.formats.openai_chat.request import ChatRequest, decode_request
from domain.formats.openai_chat.stream import StreamEncoder
from domain.formats.openai_responses.request import ResponsesRequest
from domain.formats.openai_responses.request import decode_request as decode_responses_request
from domain.formats.reading import At
from domain.formats.sniffing import asks_as_responses
from domain.formats.straight_chat import StraightChat
from domain.formats.untold import CHAT, Kind
from domain.json import JsonObject
from domain.llm.reply import Reply

router = APIRouter()
_HEADERS: Final = re.compile(r"openai-beta")


@router.post("/v1/chat/completions")
async def chat_completions(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one chat request, whole or as a stream of chunks."""
    raw = await body_bytes(request, limit=use.limits.body_bytes)
    straight = None if is_named_by_path(request) else straight_in(raw, use.limits)
    if straight is None:
        return await answer_body(body_in(raw, request), request, payer, use, read=_read)
    body = JsonText(text=raw.decode(), value=straight.body)
    return await answer_body(body, request, payer, use, read=partial(_read_straight, straight))


def _read_straight(straight: StraightChat, body: JsonObject, stamp: Stamp) -> Asked:
    model, streamed, include_usage = _envelope(body)
    return Asked(
        model=model,
        prompt=straight.unread(),
        streamed=streamed,
        dropped=(),
        dialect=_ChatCompletions(
            id=f"chatcmpl-{stamp.request}",
            created=int(stamp.at.timestamp()),
            model=model,
            include_usage=include_usage,
            customs=frozenset(),
            encoding=None,
        ),
        own=_own_format(wants_usage=include_usage),
    )


def _envelope(body: JsonObject) -> tuple[str, bool, bool]:
    """The model, whether a stream is wished, and whether it shall count tokens."""
    at = At(body)
    options = at.object("stream_options")
    include_usage = bool(options and options.flag("include_usage"))
    return at.text("model"), at.flag("stream") or False, include_usage


def _read(body: JsonObject, stamp: Stamp) -> Asked:
    model, streamed, include_usage = _envelope(body)
    asked, problem = tried(_decoded, body)
    return Asked(
        model=model,
        prompt=asked.prompt if asked else None,
        streamed=streamed,
        dropped=asked.dropped if asked else (),
        dialect=_ChatCompletions(
            id=f"chatcmpl-{stamp.request}",
            created=int(stamp.at.timestamp()),
            model=model,
            include_usage=include_usage,
            customs=own_customs(body) if asked else frozenset(),
            encoding=asked.prompt.speech.encoding if asked and asked.prompt.speech else None,
        ),
        own=None if asks_as_responses(body) else _own_format(wants_usage=include_usage),
        problem=problem,
    )


def _own_format(*, wants_usage: bool) -> OwnFormat:
    passing = ChatPassing(wants_usage=wants_usage)
    return OwnFormat(name="openai_chat", passing=passing, headers=_HEADERS)


def _decoded(body: JsonObject) -> ChatRequest | ResponsesRequest:
    if not asks_as_responses(body):
        return decode_request(body)
    asked = decode_responses_request(body)
    if asked.previous_response_id is not None:
        raise Invalid("previous_response_id: is not possible here; send the whole input")
    return asked


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _ChatCompletions(Dialect):
    """`created` is in seconds since 1970; `model` is echoed as the client named it."""

    id: str
    created: int
    model: str
    include_usage: bool
    customs: frozenset[str]
    encoding: str | None

    @property
    @override
    def envelope(self) -> Envelope:
        return OpenAiEnvelope()

    @property
    @override
    def lacks(self) -> frozenset[Kind]:
        return CHAT

    @property
    @override
    def reasoning(self) -> ReasoningTold:
        return "chat"

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(
            id=self.id, created=self.created, model=self.model, include_usage=self.include_usage
        )

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(
            reply,
            id=self.id,
            created=self.created,
            model=self.model,
            customs=self.customs,
            encoding=self.encoding,
        )
