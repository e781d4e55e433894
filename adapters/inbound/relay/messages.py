"""Anthropic Messages."""

import re
from dataclasses import dataclass
from typing import Final, final

from fastapi import APIRouter, Request, Response
from typing_extensions import override

from adapters.inbound.relay.asking import answer_to
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, OwnFormat, Stamp, tried
from adapters.inbound.relay.envelopes import AnthropicEnvelope, Envelope
from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.anthropic_messages.reply import encode_reply
from domain.formats.anthropic_messages.request import decode_request
from domain.formats.anthropic_messages.stream import StreamEncoder
from domain.formats.reading import At
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.reply import Reply

router = APIRouter()
_HEADERS: Final = re.compile(r"anthropic-(?!api-key|auth)[a-z-]+")
"""Versions, betas and what may come: an open set, of which none is a secret."""


@router.post("/v1/messages")
async def messages(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one message, whole or as a stream of events."""
    return await answer_to(request, payer, use, read=_read)


def _read(body: JsonObject, stamp: Stamp) -> Asked:
    at = At(body)
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

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(id=f"msg_{self.request}", model=self.model)

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, id=f"msg_{self.request}", model=self.model)
