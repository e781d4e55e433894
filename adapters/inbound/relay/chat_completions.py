"""OpenAI Chat Completions, under every path that clients have been seen to make of the base URL."""

from typing import Final

from fastapi import APIRouter, Request, Response

from adapters.inbound.http.body import json_object
from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import OpenAiChat
from domain.formats.openai_chat.request import decode_request
from domain.ids import RequestId

BODY_BYTES_MAX: Final = 32 * 1024 * 1024
PATHS: Final = (
    "/v1/chat/completions",
    "/chat/completions",
    "/v1/v1/chat/completions",
    "/v1/chat/completions/chat/completions",
)

router = APIRouter()


async def chat_completions(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Answer one chat request, whole or as a stream of chunks."""
    asked = decode_request(await json_object(request, limit=BODY_BYTES_MAX))
    # Unique even when a client repeats its own request id; the ledger keeps one row a call.
    request_id = RequestId(f"{request_id_of(request)}-{use.new_id()[-8:]}")
    dialect = OpenAiChat(
        id=f"chatcmpl-{request_id}",
        created=int(use.clock().timestamp()),
        model=asked.model,
        include_usage=asked.include_usage,
    )
    call = use.ask_model(
        asked.prompt, model=asked.model, payer=payer, request=request_id, streamed=asked.stream
    )
    return Answer(call, dialect=dialect, streamed=asked.stream, shutdown=shutdown_of(request))


for _path in PATHS:
    router.add_api_route(_path, chat_completions, methods=["POST"])
    router.add_api_route(f"{_path}/", chat_completions, methods=["POST"])
