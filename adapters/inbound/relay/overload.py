"""More than the relay can carry, in the words of whoever asks."""

from fastapi import Request, Response

from adapters.inbound.http.capacity import CROWDED, RETRY_AFTER_S
from adapters.inbound.relay.envelopes import envelope_of
from adapters.inbound.relay.whole_body import refusal
from domain.llm.events import Failure


def refuse(request: Request) -> Response:
    """503, or Anthropic's 529. Pages in browsers may read it as they may any other answer."""
    failure = Failure(kind="overloaded", message=CROWDED, retry_after_s=RETRY_AFTER_S)
    answer = refusal(envelope_of(request), failure)
    answer.headers["access-control-allow-origin"] = "*"
    answer.headers["access-control-expose-headers"] = "x-request-id, request-id, retry-after"
    return answer
