from typing import Any

import pytest

from domain.formats.openai_chat.plain import is_plain
from domain.llm.capabilities import Capabilities
from domain.llm.capability_table import capabilities_of

PLAIN = Capabilities()
GPT_5 = capabilities_of("gpt-5.5", "openai")
HELLO = {"role": "user", "content": "hi"}
TOOL = {"type": "function", "function": {"name": "f"}}
CUSTOM = {"type": "custom", "custom": {"name": "f"}}
CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def body(*messages: Any, **rest: Any) -> dict[str, Any]:
    return {"model": "m", "messages": list(messages or (HELLO,)), **rest}


@pytest.mark.parametrize(
    "given",
    [
        body(),
        body(vendor_extra={"x": 1}, n=2, logit_bias={}),
        body({"role": "system", "content": "s"}, HELLO),
        body({"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}),
        body(
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "c", "content": "r"},
        ),
        body(tools=[TOOL], tool_choice="auto"),
        body(tools=[TOOL], tool_choice={"type": "function", "function": {"name": "f"}}),
    ],
)
def test_what_every_server_takes_goes_through(given: dict[str, Any]) -> None:
    assert is_plain(given, "openai", PLAIN)
    assert is_plain(given, "compatible", PLAIN)


@pytest.mark.parametrize(
    "given",
    [
        {"messages": None},
        {"messages": []},
        {"messages": "hi"},
        body("hi"),
        body(input="hi"),
        body({"role": "nobody", "content": "x"}),
        body({"role": "assistant", "content": []}),
        body({"role": "assistant", "content": "x", "tool_calls": []}),
        body({"role": "assistant", "content": None, "tool_calls": ["x"]}),
        body({"role": "assistant", "content": None, "tool_calls": [{"id": "c"}]}),
        body({"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c"}]}),
        body({"role": "user", "content": [{"type": "input_text", "text": "x"}]}),
        body(tools=[]),
        body(tools=["f"]),
        body(tools=[{"name": "f", "input_schema": {}}]),
        body(tools=[TOOL, {"type": "custom", "name": "f"}]),
        body(tools=[TOOL], tool_choice={"type": "auto"}),
        body(tools=[TOOL], tool_choice={"type": "tool", "name": "f"}),
    ],
)
def test_the_shapes_of_others_are_converted(given: dict[str, Any]) -> None:
    assert not is_plain(given, "openai", PLAIN)
    assert not is_plain(given, "compatible", PLAIN)


@pytest.mark.parametrize(
    "given",
    [
        body({"role": "developer", "content": "d"}, HELLO),
        body(tools=[CUSTOM]),
        body(max_completion_tokens=7),
        body({"role": "assistant", "content": None, "tool_calls": [{"id": "c", "custom": {}}]}),
    ],
)
def test_what_is_openais_alone_is_converted_for_other_servers(given: dict[str, Any]) -> None:
    assert is_plain(given, "openai", PLAIN)
    assert not is_plain(given, "compatible", PLAIN)


@pytest.mark.parametrize(
    "given",
    [
        body({"role": "assistant", "content": "x", "reasoning_content": "y"}, HELLO),
        body(functions=[]),
        body(top_k=3),
        body(reasoning_effort="low"),
    ],
)
def test_what_openai_refuses_is_converted_for_it(given: dict[str, Any]) -> None:
    assert not is_plain(given, "openai", PLAIN)
    assert is_plain(given, "compatible", PLAIN)


@pytest.mark.parametrize("key", ["max_tokens", "temperature", "stop"])
def test_what_a_reasoning_model_refuses_is_converted_for_it(key: str) -> None:
    assert is_plain(body(**{key: 1}), "openai", PLAIN)
    assert not is_plain(body(**{key: 1}), "openai", GPT_5)
    assert is_plain(body(**{key: None}), "openai", GPT_5)


def test_a_reasoning_model_is_told_how_hard_to_think() -> None:
    assert is_plain(body(reasoning_effort="low", max_completion_tokens=9), "openai", GPT_5)
