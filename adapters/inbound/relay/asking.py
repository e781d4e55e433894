"""From a client's body to the answer on its way: what is the same in every dialect."""

from typing import Final

from fastapi import Request, Response

from adapters.inbound.http.body import json_object
from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.dialect import Read, Stamp
from adapters.inbound.relay.use_cases import RelayUseCases
from domain.ids import RequestId
from domain.transactions.transaction import Payer

BODY_BYTES_MAX: Final = 32 * 1024 * 1024


async def answer_to(request: Request, payer: Payer, use: RelayUseCases, *, read: Read) -> Response:
    """Raises `Invalid` for a body that `read` refuses."""
    # Unique even when a client repeats its own request id; the ledger keeps one row a call.
    request_id = RequestId(f"{request_id_of(request)}-{use.new_id()[-8:]}")
    body = await json_object(request, limit=BODY_BYTES_MAX)
    asked = read(body, Stamp(request=request_id, at=use.clock()))
    call = use.ask_model(
        asked.prompt,
        model=asked.model,
        payer=payer,
        request=request_id,
        streamed=asked.streamed,
    )
    return Answer(
        call,
        dialect=asked.dialect,
        streamed=asked.streamed,
        dropped=asked.dropped,
        shutdown=shutdown_of(request),
    )
