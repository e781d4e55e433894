"""OpenAI Responses."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, final

from fastapi import APIRouter, Request, Response, WebSocket
from typing_extensions import override

from adapters.inbound.relay.answer import refusal
from adapters.inbound.relay.asking import answer_body, body_of
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, Stamp
from adapters.inbound.relay.envelopes import Envelope, ResponsesEnvelope
from application.relay.keep_answer import KeepAnswer
from domain.answers.kept_answer import KeptAnswer, owner_of
from domain.errors import Conflict, Unavailable
from domain.formats.openai_responses import envelope as responses
from domain.formats.openai_responses.continuing import continued, own_items, previous_of
from domain.formats.openai_responses.reply import encode_output, encode_reply
from domain.formats.openai_responses.request import decode_request
from domain.formats.openai_responses.stream import StreamEncoder
from domain.ids import AnswerId
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
    """Answer one request, whole or as a stream of events; it may go on from a kept answer."""
    body = await body_of(request)
    previous, owner = previous_of(body.value), owner_of(payer)
    earlier = await use.recall_conversation(
        None if previous is None else AnswerId(previous), owner=owner
    )
    reading = _Reading(earlier=earlier, owner=owner, keep_answer=use.keep_answer)
    return await answer_body(body, request, payer, use, read=reading)


@router.get(PATH)
async def refuse_upgrade() -> Response:
    """Codex asks for a WebSocket first, and falls back at once for this status alone."""
    answer = refusal(ResponsesEnvelope(), _NO_SOCKETS)
    answer.status_code = _UPGRADE_REQUIRED
    answer.headers["upgrade"] = "HTTP/1.1"
    return answer


@router.websocket(PATH)
async def refuse_socket(socket: WebSocket) -> None:
    await socket.send_denial_response(await refuse_upgrade())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Reads a request as the end of the conversation that came `earlier`."""

    earlier: Sequence[JsonObject]
    owner: str
    keep_answer: KeepAnswer

    def __call__(self, body: JsonObject, stamp: Stamp) -> Asked:
        asked = decode_request(continued(body, self.earlier))
        answering = asked.envelope(id=f"resp_{stamp.request}", created=int(stamp.at.timestamp()))
        previous = asked.previous_response_id
        blank = KeptAnswer(
            id=AnswerId(answering.id),
            owner=self.owner,
            at=stamp.at,
            previous=None if previous is None else AnswerId(previous),
            input=own_items(body, answering),
            output=(),
            response={},
        )
        return Asked(
            model=asked.model,
            prompt=asked.prompt,
            streamed=asked.stream,
            dropped=asked.dropped,
            dialect=_Responses(answering=answering),
            keep=partial(self._keep, blank, answering) if asked.store else None,
        )

    async def _keep(self, blank: KeptAnswer, answering: responses.Envelope, reply: Reply) -> None:
        """With its seals, whether the client asked for them or not."""
        sealed = replace(answering, encrypted=True)
        answer = replace(
            blank,
            output=tuple(encode_output(reply, sealed)),
            response=encode_reply(reply, answering),
        )
        with suppress(Unavailable, Conflict):  # the answer is worth more than its being kept
            await self.keep_answer(answer)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Responses(Dialect):
    answering: responses.Envelope

    @property
    @override
    def envelope(self) -> Envelope:
        return ResponsesEnvelope()

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(self.answering)

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, self.answering)
