import json
from dataclasses import replace
from typing import Any, Final

from adapters.inbound.relay.straight import straight_in
from domain.formats.request_limits import RequestLimits

LIMITS: Final = RequestLimits()
TOOL: Final[dict[str, Any]] = {
    "type": "function",
    "function": {"name": "look", "parameters": {"type": "object", "properties": {"at": {}}}},
}
BODY: Final[dict[str, Any]] = {
    "model": "house",
    "messages": [{"role": "user", "content": "hello"}],
    "tools": [TOOL],
}


def written(body: object) -> bytes:
    return json.dumps(body).encode()


def test_the_usual_is_read_in_one_go() -> None:
    found = straight_in(written(BODY), LIMITS)

    assert found is not None
    assert found.body == BODY


def test_the_same_tools_are_converted_once() -> None:
    first, second = (straight_in(written(BODY), LIMITS) for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.tools is second.tools


def test_what_is_no_object_or_no_json_is_left_to_others() -> None:
    assert straight_in(b"{", LIMITS) is None
    assert straight_in(written([BODY]), LIMITS) is None


def test_what_is_too_much_is_left_to_who_refuses_it() -> None:
    raw = written({**BODY, "messages": BODY["messages"] * 3})

    assert straight_in(raw, LIMITS) is not None
    assert straight_in(raw, replace(LIMITS, messages=2)) is None
    assert straight_in(raw, replace(LIMITS, depth=6)) is not None
    assert straight_in(raw, replace(LIMITS, depth=5)) is None
    assert straight_in(raw, replace(LIMITS, tools=0)) is None
