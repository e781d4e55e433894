"""Answers whose bytes are all there: a model's, or a refusal in their place."""

import math
from collections.abc import Mapping
from typing import final

from fastapi import Response
from fastapi.responses import JSONResponse

from adapters.inbound.relay.envelopes import Envelope
from domain.llm.events import Failure


@final
class WholeBody(Response):
    """All the bytes of an answer. `Response` would look through the headers for its own."""

    def __init__(self, raw: bytes, headers: Mapping[str, str]) -> None:
        self.status_code = 200
        self.background = None
        self.body = raw
        self.raw_headers = [
            (b"content-length", b"%d" % len(raw)),
            (b"content-type", b"application/json"),
            *((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()),
        ]


def refusal(envelope: Envelope, failure: Failure) -> JSONResponse:
    """A failure before the first byte: a status, and the words of the client's own vendor."""
    status, body = envelope.error(failure)
    headers = {**envelope.headers}
    if failure.retry_after_s is not None:
        headers["retry-after"] = str(math.ceil(failure.retry_after_s))
    if failure.retry is not None:
        headers["x-should-retry"] = str(failure.retry).lower()
    return JSONResponse(body, status_code=status, headers=headers)
