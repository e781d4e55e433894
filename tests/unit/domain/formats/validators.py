"""What the vendors themselves refuse, as assertions (conversion F2)."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import get_type_hints

from openai.types.responses.response_create_params import ResponseCreateParamsBase

from domain.json import Json, JsonObject, write

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def objects(value: Json) -> list[JsonObject]:
    assert isinstance(value, Sequence)
    assert not isinstance(value, str)
    found = [each for each in value if isinstance(each, Mapping)]
    assert len(found) == len(value)
    return found


def _of(blocks: list[JsonObject], kind: str, key: str) -> list[str]:
    return [str(block[key]) for block in blocks if block["type"] == kind]


def assert_anthropic_takes(body: JsonObject) -> None:
    write(body).encode()
    assert isinstance(body["max_tokens"], int)
    messages = objects(body["messages"])
    roles = [str(message["role"]) for message in messages]
    assert roles[0] == "user"
    spoken = [role for role in roles if role != "system"]
    assert all(one != other for one, other in pairwise(spoken))
    for place, role in enumerate(roles):
        if role == "system":
            assert roles[place - 1] == "user"
            assert roles[place + 1 : place + 2] in ([], ["assistant"])
    contents = [objects(message["content"]) for message in messages]
    called: list[str] = []
    for place, blocks in enumerate(contents):
        assert blocks
        for block in blocks:
            _assert_block(block)
        calls = _of(blocks, "tool_use", "id")
        results = _of(contents[place + 1], "tool_result", "tool_use_id") if calls else []
        assert results == calls
        called += calls
        kinds = [block["type"] == "tool_result" for block in blocks]
        assert kinds == sorted(kinds, reverse=True), "results come first"
    answered = [each for blocks in contents for each in _of(blocks, "tool_result", "tool_use_id")]
    assert answered == called
    assert len(set(called)) == len(called)
    _assert_tools(body, any(called))
    marks = write(body).count('"cache_control":{')
    assert marks <= 4


def _assert_block(block: JsonObject) -> None:
    match block["type"]:
        case "text":
            assert str(block["text"]).strip()
        case "thinking":
            assert block["signature"]
            assert not str(block["signature"]).startswith("relay:")
            assert "cache_control" not in block
        case "tool_use":
            assert _NAME.fullmatch(str(block["id"]))
            assert _NAME.fullmatch(str(block["name"]))
            assert isinstance(block["input"], Mapping)
        case "tool_result" | "image" | "redacted_thinking" | "document" | "search_result":
            pass
        case kind:
            raise AssertionError(f"unknown block {kind}")


def _assert_tools(body: JsonObject, called: bool) -> None:
    tools = objects(body.get("tools", []))
    names = [str(tool["name"]) for tool in tools]
    assert len(set(names)) == len(names)
    assert all(_NAME.fullmatch(name) for name in names)
    assert all(_schema(tool)["type"] == "object" for tool in tools if "type" not in tool)
    assert tools or not called
    assert tools or "tool_choice" not in body


def _schema(tool: JsonObject) -> JsonObject:
    schema = tool["input_schema"]
    assert isinstance(schema, Mapping)
    return schema


def assert_openai_takes(body: JsonObject) -> None:
    write(body).encode()
    waiting: list[str] = []
    for message in objects(body["messages"]):
        role = message["role"]
        if role == "tool":
            assert message["tool_call_id"] == waiting.pop(0)
            assert isinstance(message["content"], str)
            continue
        assert waiting == [], "a call without its result"
        if role == "assistant":
            calls = objects(message.get("tool_calls", []))
            waiting = [str(call["id"]) for call in calls]
            assert all(len(each) <= 40 for each in waiting)
            assert message.get("tool_calls") != []
    assert waiting == []
    assert body.get("tools") != []
    assert "tools" in body or "tool_choice" not in body


_RESPONSES_CONTENT = {
    "user": {"input_text", "input_image", "input_file", "input_audio"},
    "system": {"input_text", "input_image", "input_file"},
    "developer": {"input_text", "input_image", "input_file"},
    "assistant": {"output_text", "refusal"},
}
_RESPONSES_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
_RESPONSES_FIELDS = frozenset(get_type_hints(ResponseCreateParamsBase)) | {"stream"}


def assert_responses_takes(body: JsonObject) -> None:
    write(body).encode()
    assert set(body) <= _RESPONSES_FIELDS
    items = objects(body["input"])
    assert items
    waiting: list[tuple[str, str]] = []
    for item in items:
        kind = str(item["type"])
        if kind in _RESPONSES_CALLS:
            assert isinstance(item[_RESPONSES_CALLS[kind]], str)
            assert _NAME.fullmatch(str(item["name"]))
            assert _NAME.fullmatch(str(item["call_id"]))
            waiting.append((f"{kind}_output", str(item["call_id"])))
        elif kind.endswith("_output"):
            assert (kind, item["call_id"]) == waiting.pop(0)
            assert isinstance(item["output"], str | list)
        else:
            _assert_responses_item(kind, item)
            assert item.get("role") in {"assistant", None} or waiting == [], "a call is unanswered"
    assert waiting == []
    called = [item["call_id"] for item in items if item["type"] in _RESPONSES_CALLS]
    assert len(set(called)) == len(called)
    _assert_responses_tools(body)


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
    assert {str(part["type"]) for part in parts} <= _RESPONSES_CONTENT[str(item["role"])]
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


_GEMINI_FIELDS = {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig"}
_GEMINI_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")


def assert_gemini_takes(body: JsonObject, *, sealed: bool = False) -> None:
    """`sealed`: the first call of each turn must carry a seal (Gemini 3)."""
    write(body).encode()
    assert set(body) <= _GEMINI_FIELDS
    contents = objects(body["contents"])
    assert [content["role"] for content in contents] == [
        "model" if place % 2 else "user" for place in range(len(contents))
    ]
    waiting: list[str] = []
    for content in contents:
        parts = objects(content["parts"])
        assert parts
        assert all(part for part in parts)
        calls = [part for part in parts if "functionCall" in part]
        results = [part for part in parts if "functionResponse" in part]
        assert _named(results, "functionResponse") == waiting
        assert parts[: len(results)] == results, "results come first"
        waiting = _named(calls, "functionCall")
        assert all(_GEMINI_NAME.fullmatch(name) for name in waiting)
        assert not (sealed and calls) or calls[0].get("thoughtSignature")
    assert body.get("tools") != []
    assert "tools" in body or "toolConfig" not in body


def _named(parts: list[JsonObject], key: str) -> list[str]:
    inner = [part[key] for part in parts]
    return [str(each["name"]) for each in inner if isinstance(each, Mapping)]
