"""Anthropic Messages."""

from dataclasses import dataclass
from typing import final

from fastapi import APIRouter, Request, Response
from typing_extensions import override

from adapters.inbound.relay.asking import answer_to
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, Stamp
from adapters.inbound.relay.envelopes import AnthropicEnvelope, Envelope
from domain.formats.anthropic_messages.reply import encode_reply
from domain.formats.anthropic_messages.request import decode_request
from domain.formats.anthropic_messages.stream import StreamEncoder
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.reply import Reply

router = APIRouter()


@router.post("/v1/messages")
async def messages(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one message, whole or as a stream of events."""
    return await answer_to(request, payer, use, read=_read)


def _read(body: JsonObject, stamp: Stamp) -> Asked:
    asked = decode_request(body)
    return Asked(
        model=asked.model,
        prompt=asked.prompt,
        streamed=asked.stream,
        dropped=asked.dropped,
        dialect=_Messages(request=stamp.request, model=asked.model),
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
