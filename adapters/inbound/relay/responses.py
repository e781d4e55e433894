"""OpenAI Responses."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, final

from fastapi import APIRouter, Request, Response, WebSocket
from typing_extensions import override

from adapters.inbound.relay.answer import refusal
from adapters.inbound.relay.asking import answer_body, body_of
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, OwnFormat, Stamp, tried
from adapters.inbound.relay.envelopes import Envelope, ResponsesEnvelope
from application.relay.keep_answer import KeepAnswer
from domain.answers.kept_answer import KeptAnswer, owner_of
from domain.errors import Conflict, Unavailable
from domain.formats.openai_responses import envelope as responses
from domain.formats.openai_responses.continuing import (
    check_state,
    continued,
    items_of,
    own_items,
    previous_of,
    references,
    resolved,
    sendable,
)
from domain.formats.openai_responses.envelope import echo_of
from domain.formats.openai_responses.passing import ResponsesPassing, output_of, told_answer
from domain.formats.openai_responses.reply import encode_output, encode_reply, sealed_output
from domain.formats.openai_responses.request import ResponsesRequest, decode_request
from domain.formats.openai_responses.stream import StreamEncoder
from domain.formats.reading import At
from domain.ids import AnswerId
from domain.json import JsonObject
from domain.llm.events import Failure
from domain.llm.reply import Reply

PATH: Final = "/v1/responses"
_HEADERS: Final = re.compile(r"openai-beta")
_NO_SOCKETS: Final = Failure(
    kind="bad_request", message=f"there are no WebSockets here: send a POST to {PATH}"
)
_UPGRADE_REQUIRED: Final = 426

router = APIRouter()


@router.post(PATH)
async def create_response(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one request, whole or as a stream of events; it may go on from a kept answer."""
    body = await body_of(request)
    check_state(body.value)
    previous, owner = previous_of(body.value), owner_of(payer)
    earlier = await use.recall_conversation(
        None if previous is None else AnswerId(previous), owner=owner
    )
    named = references(body.value)
    given = resolved(body.value, await use.answers.items(named, owner=owner) if named else {})
    reading = _Reading(
        given=given if named else body.value,
        earlier=earlier,
        owner=owner,
        keep_answer=use.keep_answer,
    )
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
    """Reads a request as the end of the conversation that came `earlier`.

    `given` is the body with the items that it only names.
    """

    given: JsonObject
    earlier: Sequence[JsonObject]
    owner: str
    keep_answer: KeepAnswer

    def __call__(self, body: JsonObject, stamp: Stamp) -> Asked:
        at = At(body)
        model, streamed, previous = at.text("model"), at.flag("stream"), previous_of(body)
        kept = at.flag("store") is not False
        whole = continued(self.given, self.earlier)
        asked, problem = tried(decode_request, whole)
        answering = _envelope(at, asked, stamp)
        keeping = _Keeping(
            answering=answering,
            blank=self._blank(answering, previous, stamp),
            keep_answer=self.keep_answer,
        )
        return Asked(
            model=model,
            prompt=asked.prompt if asked else None,
            streamed=streamed or False,
            dropped=asked.dropped if asked else (),
            dialect=_Responses(answering=answering),
            own=self._own_format(body, kept=answering.id if kept else None, previous=previous),
            problem=problem,
            keep=keeping if kept else None,
        )

    def _blank(
        self, answering: responses.Envelope, previous: str | None, stamp: Stamp
    ) -> KeptAnswer:
        return KeptAnswer(
            id=AnswerId(answering.id),
            owner=self.owner,
            at=stamp.at,
            previous=None if previous is None else AnswerId(previous),
            input=own_items(self.given, answering),
            output=(),
            response={},
        )

    def _own_format(self, body: JsonObject, *, kept: str | None, previous: str | None) -> OwnFormat:
        """The input goes through as it is, unless it names what only we have."""
        itself = previous is None and self.given is body
        whole = [*self.earlier, *items_of(self.given)]
        passing = ResponsesPassing(
            input=None if itself else [*sendable(whole)], kept=kept, previous=previous
        )
        return OwnFormat(name="openai_responses", passing=passing, headers=_HEADERS)


def _envelope(at: At, asked: ResponsesRequest | None, stamp: Stamp) -> responses.Envelope:
    """What is told around the answer, also where only the provider can read the request."""
    named, created = f"resp_{stamp.request}", int(stamp.at.timestamp())
    if asked is not None:
        return asked.envelope(id=named, created=created)
    return responses.Envelope(id=named, created=created, model=at.text("model"), echo=echo_of(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeping:
    """Keeps the answer as its client was told it, and with its seals in any case."""

    answering: responses.Envelope
    blank: KeptAnswer
    keep_answer: KeepAnswer

    async def __call__(self, reply: Reply, raw: bytes | None) -> None:
        told = None if raw is None else told_answer(raw)
        output = () if told is None else output_of(told)
        if told is None:
            told = encode_reply(reply, self.answering)
        elif not output:  # there are providers that only stream it
            told = {**told, "output": encode_output(reply, self.answering)}
        answer = replace(
            self.blank,
            output=tuple(output or sealed_output(reply, self.answering)),
            response=told,
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
