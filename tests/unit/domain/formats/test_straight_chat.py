"""What goes straight says the same as the codecs do after one another."""

import json
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.anthropic_messages.request import encode_request
from domain.formats.carrying import bare_turns
from domain.formats.openai_chat.request import decode_request
from domain.formats.straight_chat import StraightChat, straight_chat
from domain.formats.usual_tools import usual_tools
from domain.json import JsonObject, read, write
from domain.llm.capabilities import Capabilities
from domain.transactions.estimate import estimate_input
from tests.shapes import either, just, lists, objects, one_from

PLAIN: Final = Capabilities()
CAPABILITIES: Final = (
    PLAIN,
    replace(PLAIN, sampling=False),
    replace(PLAIN, max_output_tokens=1_000, thinking="adaptive", prefix_bound=True),
    replace(PLAIN, system_between_turns=False, prefill=False, thinking="enabled"),
)

HELLO: Final[dict[str, Any]] = {"role": "user", "content": "hello"}
TOOL: Final[dict[str, Any]] = {
    "type": "function",
    "function": {
        "name": "look",
        "description": "Looks.",
        "parameters": {"type": "object", "properties": {"at": {"type": "string"}}},
    },
}
CALL: Final[dict[str, Any]] = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "look", "arguments": '{"at": "the moön"}'},
}
CALLED: Final[list[dict[str, Any]]] = [
    HELLO,
    {"role": "assistant", "content": "I look.", "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "call_1", "content": "bright"},
]


def straight(body: JsonObject) -> StraightChat | None:
    return straight_chat(body, read_tools=usual_tools)


def agree(body: JsonObject, capabilities: Capabilities, *, stream: bool) -> bool:
    """Whether it goes straight; then both ways must say the same, byte for byte."""
    found = straight(body)
    encoded = found and found.to_messages("upstream", capabilities, stream=stream)
    if not found or not encoded:
        return False
    decoded = decode_request(body)
    by_codecs = encode_request(
        decoded.prompt, model="upstream", capabilities=capabilities, stream=stream
    )
    assert write(encoded.body) == write(by_codecs.body)
    assert replace(encoded, body={}) == replace(by_codecs, body={})
    assert decoded.dropped == ()
    assert found.tokens == estimate_input(decoded.prompt)
    assert found.max_output_tokens == decoded.prompt.max_output_tokens
    assert bool(found.tools) == bool(decoded.prompt.tools)
    assert found.prompt() == decoded.prompt
    assert found.bare_keys() == (*bare_turns(decoded.prompt, plain=False).values(),)
    return True


TEXTS = either(one_from(["", " ", "\n", "a", "é\u2028ü", "ends. ", "\ud800"]), st.text(max_size=5))
CONTENT = either(
    TEXTS,
    lists(objects({"type": just("text"), "text": TEXTS}), max_size=2),
    st.none(),
)
IDS = one_from(["call_1", "call_2", "call_3", "", "c d", "x__thought__y", "i" * 65])
NAMES = one_from(["look", "go", "a b", "n" * 65])
ARGUMENTS = one_from(
    ["{}", "", '{"a":1}', '{"a": [1.5, "é"]}', "[1]", "no", "null", '{"a":1e-7,"b":\t2}']
)
CALLS = lists(
    objects(
        {
            "id": IDS,
            "type": just("function"),
            "function": objects({"name": NAMES, "arguments": ARGUMENTS}),
        }
    ),
    max_size=2,
)
MESSAGES = lists(
    either(
        objects({"role": just("user"), "content": CONTENT}),
        objects({"role": one_from(["system", "developer"]), "content": CONTENT}),
        objects({"role": just("assistant"), "content": CONTENT}, optional={"tool_calls": CALLS}),
        objects({"role": just("tool"), "tool_call_id": IDS, "content": CONTENT}),
    ),
    max_size=6,
)
SCHEMAS = one_from(
    [
        {},
        {"type": "object", "properties": {"n": {"type": "number", "minimum": 1e-7}}},
        {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
        {"type": "string"},
        {"type": "object", "properties": {"n": {"maximum": 1e300}}},
    ]
)
TOOLS = lists(
    objects(
        {
            "type": just("function"),
            "function": objects(
                {"name": NAMES},
                optional={
                    "description": TEXTS,
                    "parameters": SCHEMAS,
                    "strict": one_from([True, False, None]),
                },
            ),
        }
    ),
    max_size=3,
)
BODIES = objects(
    {"model": just("house"), "messages": MESSAGES},
    optional={
        "max_tokens": one_from([1, 999, 1_001, 0, True, 1.0]),
        "max_completion_tokens": one_from([1, 5_000]),
        "temperature": one_from([0, 0.3, 1, 2, 1.7, -1, 3, False]),
        "stream": st.booleans(),
        "stream_options": just({"include_usage": True}),
        "tools": TOOLS,
        "tool_choice": one_from(["auto", "none", "required"]),
        "top_p": just(0.5),
    },
)


@given(BODIES, one_from(CAPABILITIES), st.booleans())
def test_whatever_goes_straight_says_the_same(
    body: dict[str, Any], capabilities: Capabilities, stream: bool
) -> None:
    agree(body, capabilities, stream=stream)


@pytest.mark.parametrize("capabilities", CAPABILITIES)
@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    "body",
    [
        {"messages": [HELLO]},
        {"messages": [{"role": "system", "content": "Be brief."}, HELLO, HELLO]},
        {"messages": [HELLO], "max_tokens": 900, "stream": True},
        {"messages": CALLED, "tools": [TOOL]},
        {"messages": [*CALLED, HELLO], "tools": [TOOL, TOOL], "tool_choice": "auto"},
        {"messages": [*CALLED[:1], {**CALLED[1], "content": None}, CALLED[2]], "tools": [TOOL]},
        {"messages": [HELLO], "tools": [TOOL], "tool_choice": "none"},
        {"messages": [HELLO], "temperature": 0},
        {"messages": [HELLO], "temperature": 1.7},
    ],
)
def test_the_usual_goes_straight(
    body: dict[str, Any], capabilities: Capabilities, stream: bool
) -> None:
    assert agree({"model": "house", **body}, capabilities, stream=stream)


@pytest.mark.parametrize(
    "body",
    [
        {"messages": []},
        {"messages": [{"role": "system", "content": "Be brief."}]},
        {"messages": [HELLO, {"role": "assistant", "content": "Well"}]},
        {"messages": [{"role": "assistant", "content": "Well"}, HELLO]},
        {"messages": [HELLO, {"role": "system", "content": "Now."}, HELLO]},
        {"messages": [{**HELLO, "name": "Ada"}]},
        {"messages": [{"role": "user", "content": " "}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "x"}]}]},
        {"messages": CALLED},
        {"messages": CALLED[:2], "tools": [TOOL]},
        {"messages": [*CALLED, CALLED[2]], "tools": [TOOL]},
        {"messages": [*CALLED, *CALLED[1:]], "tools": [TOOL]},
        {"messages": [HELLO], "tools": [{"type": "web_search"}]},
        {"messages": [HELLO], "tools": [{**TOOL, "cache_control": {"type": "ephemeral"}}]},
        {"messages": [HELLO], "tool_choice": "auto"},
        {"messages": [HELLO], "tools": [TOOL], "tool_choice": "required"},
        {"messages": [HELLO], "tools": [TOOL], "tool_choice": {"type": "function"}},
        {"messages": [{"role": ["user"], "content": "hello"}]},
        {"messages": [HELLO], "max_tokens": 0},
        {"messages": [HELLO], "n": 2},
        {"messages": [HELLO], "user": None},
    ],
)
def test_the_unusual_is_left_to_the_codecs(body: dict[str, Any]) -> None:
    assert straight({"model": "house", **body}) is None


def test_tools_with_numbers_that_somebody_may_have_read_wrongly_are_unusual() -> None:
    long: dict[str, Any] = json.loads(json.dumps(TOOL))
    long["function"]["parameters"]["properties"]["at"] = {"maximum": float(2**70)}

    assert usual_tools([TOOL]) is not None
    assert usual_tools([long]) is None


def test_a_history_that_grows_says_the_same_at_its_beginning() -> None:
    body: JsonObject = {"model": "house", "messages": CALLED, "tools": [TOOL]}
    grown: JsonObject = {
        **body,
        "messages": [*CALLED, {"role": "assistant", "content": "Yes"}, HELLO],
    }
    first, second = straight(body), straight(grown)

    assert first is not None
    assert second is not None
    assert second.messages[: len(first.messages)] == first.messages
    assert read(write(list(second.messages))) == second.messages
