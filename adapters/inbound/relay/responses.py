"""OpenAI Responses."""

from dataclasses import dataclass
from typing import Final, final

from fastapi import APIRouter, Request, Response, WebSocket
from typing_extensions import override

from adapters.inbound.relay.answer import refusal
from adapters.inbound.relay.asking import answer_to
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, Stamp
from adapters.inbound.relay.envelopes import Envelope, OpenAiEnvelope
from domain.errors import Invalid
from domain.formats.openai_responses import envelope as responses
from domain.formats.openai_responses.reply import encode_reply
from domain.formats.openai_responses.request import decode_request
from domain.formats.openai_responses.stream import StreamEncoder
from domain.json import JsonObject
from domain.llm.events import Failure
from domain.llm.reply import Reply

PATH: Final = "/v1/responses"
_NO_SOCKETS: Final = Failure(
    kind="bad_request", message=f"there are no WebSockets here: send a POST to {PATH}"
)
_UPGRADE_REQUIRED: Final = 426

router = APIRouter()


@router.post(PATH)
async def create_response(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one request, whole or as a stream of events."""
    return await answer_to(request, payer, use, read=_read)


@router.get(PATH)
async def refuse_upgrade() -> Response:
    """Codex asks for a WebSocket first, and falls back at once for this status alone."""
    answer = refusal(OpenAiEnvelope(), _NO_SOCKETS)
    answer.status_code = _UPGRADE_REQUIRED
    answer.headers["upgrade"] = "HTTP/1.1"
    return answer


@router.websocket(PATH)
async def refuse_socket(socket: WebSocket) -> None:
    await socket.send_denial_response(await refuse_upgrade())


def _read(body: JsonObject, stamp: Stamp) -> Asked:
    asked = decode_request(body)
    if asked.previous_response_id is not None:
        raise Invalid("previous_response_id: is not supported; send the whole input")
    answering = asked.envelope(id=f"resp_{stamp.request}", created=int(stamp.at.timestamp()))
    return Asked(
        model=asked.model,
        prompt=asked.prompt,
        streamed=asked.stream,
        dropped=asked.dropped,
        dialect=_Responses(answering=answering),
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Responses(Dialect):
    answering: responses.Envelope

    @property
    @override
    def envelope(self) -> Envelope:
        return OpenAiEnvelope()

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(self.answering)

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, self.answering)
