"""Golden cases of whole calls: what a client sends, what its provider says, what it is told."""

import re

import httpx2
import pytest

from domain.json import Json, JsonObject, read
from tests.sdk.relay.relay_desk import Desk
from tests.unit.domain.formats.golden import at, cases, obj, text


@pytest.mark.parametrize("case", [*cases("calls")])
async def test_a_call_is_answered_as_the_reference_says(case: JsonObject) -> None:
    upstream = obj(case, "upstream")

    def answer(_: httpx2.Request) -> httpx2.Response:
        said = text(upstream, "text")
        kind = "application/json" if said.startswith("{") else "text/event-stream"
        status = upstream["status"]
        assert isinstance(status, int)
        headers = {name: str(value) for name, value in obj(upstream, "headers").items()}
        return httpx2.Response(status, text=said, headers={"content-type": kind, **headers})

    desk = Desk(answer)
    http = await desk.http()
    if "body" in case:
        told = await http.post(text(case, "path"), json=case["body"])
    else:
        told = await http.get(text(case, "path"))

    found = told.json()
    assert told.status_code == case["status"]
    assert found == case.get("is", found)
    expected = obj(case, "has")
    assert {path: at(found, path) for path in expected} == expected
    for path, form in obj(case, "matches").items():
        assert re.fullmatch(str(form), str(at(found, path)))
    headers = obj(case, "headers")
    assert {name: told.headers.get(name) for name in headers} == headers
    asked = obj(case, "asked")
    sent: Json = read(desk.asked[-1].content) if asked else {}
    assert {path: at(sent, path) for path in asked} == asked
