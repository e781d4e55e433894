"""OpenAI Responses."""

from typing import Final

from fastapi import APIRouter, Request, Response, WebSocket

from adapters.inbound.relay.asking import answer_body, body_of
from adapters.inbound.relay.background import answer_in_background
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.envelopes import ResponsesEnvelope
from adapters.inbound.relay.responses_reading import Reading
from adapters.inbound.relay.whole_body import refusal
from domain.answers.kept_answer import owner_of
from domain.formats.openai_responses.continuing import (
    check_state,
    in_background,
    previous_of,
    references,
    resolved,
)
from domain.ids import AnswerId
from domain.llm.events import Failure

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
    check_state(body.value)
    previous, owner = previous_of(body.value), owner_of(payer)
    earlier = await use.recall_conversation(
        None if previous is None else AnswerId(previous), owner=owner
    )
    named = references(body.value)
    given = resolved(body.value, await use.answers.items(named, owner=owner) if named else {})
    reading = Reading(
        given=given if named else body.value,
        earlier=earlier,
        owner=owner,
        keep_answer=use.keep_answer,
    )
    if in_background(body.value):
        return await answer_in_background(body, request, payer, use, read=reading)
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
