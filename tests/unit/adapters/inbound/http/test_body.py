"""REL-01: a body is read within its limit."""

import pytest
from fastapi import Request

from adapters.inbound.http.body import json_object
from domain.json import JsonObject
from tests.unit.adapters.inbound.http.service_client import a_service, client_of


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"a":1234567}', 200),
        (b'{"a":12345678}', 413),
        (b"[1]", 400),
        (b"{", 400),
        (b"", 400),
        (b'{"a":NaN}', 400),
    ],
)
async def test_a_body_is_one_object_within_its_limit(body: bytes, status: int) -> None:
    app = a_service()

    async def read(request: Request) -> JsonObject:
        return await json_object(request, limit=13)

    app.add_api_route("/read", read, methods=["POST"], response_model=None)

    async with client_of(app) as client:
        reply = await client.post("/read", content=body)

    assert reply.status_code == status
