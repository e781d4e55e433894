"""OpenAI Responses: outputs directly after their calls, sealed reasoning alone, legal names."""

from collections.abc import Mapping
from typing import Final

from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from tests.unit.domain.formats.validators.values import NAME as _NAME
from tests.unit.domain.formats.validators.values import assert_can_be_sent, objects

_CONTENT = {
    "user": {"input_text", "input_image", "input_file", "input_audio"},
    "system": {"input_text", "input_image", "input_file"},
    "developer": {"input_text", "input_image", "input_file"},
    "assistant": {"output_text", "refusal"},
}
_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
FIELDS: Final = frozenset(
    (
        "model",
        "instructions",
        "input",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "max_output_tokens",
        "temperature",
        "top_p",
        "top_logprobs",
        "reasoning",
        "include",
        "text",
        "user",
        "service_tier",
        "prompt_cache_key",
        "metadata",
        "store",
        "stream",
    )
)


def assert_responses_takes(body: JsonObject, capabilities: Capabilities | None = None) -> None:
    assert_can_be_sent(body, FIELDS)
    items = objects(body["input"])
    assert items
    waiting: list[tuple[str, str]] = []
    for item in items:
        kind = str(item["type"])
        if kind in _CALLS:
            assert isinstance(item[_CALLS[kind]], str)
            assert _NAME.fullmatch(str(item["name"]))
            assert _NAME.fullmatch(str(item["call_id"]))
            assert "id" not in item, "an id that OpenAI did not make"
            waiting.append((f"{kind}_output", str(item["call_id"])))
        elif kind.endswith("_output"):
            assert (kind, item["call_id"]) == waiting.pop(0)
            assert isinstance(item["output"], str | list)
        else:
            _assert_responses_item(kind, item)
            assert item.get("role") in {"assistant", None} or waiting == [], "a call is unanswered"
    assert waiting == []
    called = [item["call_id"] for item in items if item["type"] in _CALLS]
    assert len(set(called)) == len(called)
    _assert_responses_tools(body)
    assert "stream_options" not in body
    assert body["store"] is False
    if capabilities is not None:
        assert capabilities.sampling or not {"temperature", "top_p", "top_logprobs"} & set(body)
        assert capabilities.thinking != "none" or "reasoning" not in body


def _assert_responses_item(kind: str, item: JsonObject) -> None:
    if kind == "reasoning":
        assert "id" not in item
        assert str(item["encrypted_content"])
        assert not str(item["encrypted_content"]).startswith("relay:")
        return
    assert kind in {"message", "web_search_call", "compaction"}
    if kind != "message":
        return  # OpenAI's own, which came from there
    content = item["content"]
    if isinstance(content, str):
        assert content or item["role"] == "user"
        return
    parts = objects(content)
    assert parts
    assert {str(part["type"]) for part in parts} <= _CONTENT[str(item["role"])]
    assert all(part.get("text") != "" for part in parts)


def _assert_responses_tools(body: JsonObject) -> None:
    assert body.get("tools") != []
    assert "tools" in body or "tool_choice" not in body
    kinds = {"function", "custom", "namespace"}
    tools = [tool for tool in objects(body.get("tools", [])) if tool["type"] in kinds]
    named = [
        (str(tool["name"]), str(inner.get("name", "")), inner)
        for tool in tools
        for inner in objects(tool.get("tools", [tool]))
    ]
    assert len({each[:2] for each in named}) == len(named)
    for outer, name, tool in named:
        assert _NAME.fullmatch(outer)
        assert _NAME.fullmatch(name)
        assert tool["type"] in {"function", "custom"}
        if tool["type"] == "function":
            assert isinstance(tool["strict"], bool)
            assert isinstance(tool["parameters"], Mapping)
