"""Anthropic Messages: roles, results first and complete, legal ids, no empty text, limits."""

from itertools import pairwise
from typing import Final

from domain.json import Json, JsonObject, write
from domain.llm.capabilities import Capabilities
from tests.unit.domain.formats.validators.values import (
    NAME,
    assert_can_be_sent,
    assert_keys,
    number,
    obj,
    objects,
)

FIELDS: Final = frozenset(
    [
        "model",
        "max_tokens",
        "messages",
        "system",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
        "stop_sequences",
        "temperature",
        "top_p",
        "top_k",
        "metadata",
        "service_tier",
        "cache_control",
        "stream",
    ]
)
_BLOCKS: Final = {
    "text": ("type text", "cache_control"),
    "thinking": ("type thinking signature", ""),
    "redacted_thinking": ("type data", ""),
    "tool_use": ("type id name input", "cache_control"),
    "tool_result": ("type tool_use_id content", "is_error cache_control"),
    "image": ("type source", "cache_control"),
    "document": ("type source", "title cache_control"),
}
_IMAGES: Final = {"image/jpeg", "image/png", "image/gif", "image/webp"}
_CHOICES: Final = {"auto", "any", "tool", "none"}
_MARKS_MAX: Final = 4
_BUDGET_LEAST: Final = 1024


def assert_anthropic_takes(body: JsonObject, capabilities: Capabilities | None = None) -> None:
    assert_can_be_sent(body, FIELDS)
    messages = objects(body["messages"])
    roles = [str(message["role"]) for message in messages]
    assert roles[0] == "user"
    spoken = [role for role in roles if role != "system"]
    assert all(one != other for one, other in pairwise(spoken))
    for place, role in enumerate(roles):
        if role == "system":
            assert roles[place - 1] == "user"
            assert roles[place + 1 : place + 2] in ([], ["assistant"])
    for message in messages:
        assert_keys(message, "role content")
    contents = [objects(message["content"]) for message in messages]
    _assert_paired(contents)
    for role, blocks in zip(roles, contents, strict=True):
        assert blocks
        for block in blocks:
            _assert_block(block)
            assert role == "assistant" or block["type"] not in {"thinking", "tool_use"}
            assert role == "user" or block["type"] not in {"tool_result", "image"}
            assert role != "system" or block["type"] == "text"
    for block in objects(body.get("system", [])):
        _assert_block(block)
        assert block["type"] == "text"
    _assert_tools(body, any(_of(blocks, "tool_use", "id") for blocks in contents))
    _assert_marks(body)
    _assert_options(body)
    if capabilities is not None:
        _assert_fits(body, capabilities, roles)


def _of(blocks: list[JsonObject], kind: str, key: str) -> list[str]:
    return [str(block[key]) for block in blocks if block["type"] == kind]


def _assert_paired(contents: list[list[JsonObject]]) -> None:
    called: list[str] = []
    for place, blocks in enumerate(contents):
        calls = _of(blocks, "tool_use", "id")
        results = _of(contents[place + 1], "tool_result", "tool_use_id") if calls else []
        assert results == calls
        called += calls
        kinds = [block["type"] == "tool_result" for block in blocks]
        assert kinds == sorted(kinds, reverse=True), "results come first"
    answered = [each for blocks in contents for each in _of(blocks, "tool_result", "tool_use_id")]
    assert answered == called
    assert len(set(called)) == len(called)


def _assert_block(block: JsonObject) -> None:
    kind = str(block["type"])
    if kind == "search_result" or "citations" in block:
        return  # a client's own block, kept as it came
    assert kind in _BLOCKS, f"unknown block {kind}"
    needed, others = _BLOCKS[kind]
    assert_keys(block, needed, others)
    match kind:
        case "text":
            assert str(block["text"]).strip()
        case "thinking":
            assert block["signature"]
            assert not str(block["signature"]).startswith("relay:")
        case "redacted_thinking":
            assert not str(block["data"]).startswith("relay:")
        case "tool_use" | "tool_result":
            _assert_tool_block(block)
        case "image" if obj(block["source"])["type"] == "base64":
            assert obj(block["source"])["media_type"] in _IMAGES
        case _:
            pass


def _assert_tool_block(block: JsonObject) -> None:
    if block["type"] == "tool_use":
        assert NAME.fullmatch(str(block["id"]))
        assert NAME.fullmatch(str(block["name"]))
        obj(block["input"])
    elif not isinstance(block["content"], str):
        for inner in objects(block["content"]):
            _assert_block(inner)
            assert inner["type"] in {"text", "image", "document", "search_result"}


def _assert_tools(body: JsonObject, called: bool) -> None:
    tools = objects(body.get("tools", []))
    names = [str(tool["name"]) for tool in tools if "type" not in tool]
    assert len(set(names)) == len(names)
    for tool in tools:
        if "type" not in tool:
            assert_keys(tool, "name input_schema", "description strict cache_control")
            assert NAME.fullmatch(str(tool["name"]))
            assert obj(tool["input_schema"])["type"] == "object"
    assert tools or not called
    assert tools or "tool_choice" not in body
    if "tool_choice" in body:
        choice = obj(body["tool_choice"])
        assert choice["type"] in _CHOICES
        assert choice["type"] != "none" or set(choice) == {"type"}
        assert choice["type"] != "tool" or choice["name"]


def _assert_marks(body: JsonObject) -> None:
    """In the order in which the prompt is read: tools, system, messages."""
    read = write([body.get("tools"), body.get("system"), body["messages"]])
    marks = [each.split("}", 1)[0] for each in read.split('"cache_control":{')[1:]]
    assert len(marks) <= _MARKS_MAX
    long = ["1h" in mark for mark in marks]
    assert long == sorted(long, reverse=True), "an hour comes before five minutes"


def _assert_options(body: JsonObject) -> None:
    assert number(body["max_tokens"]) > 0
    assert not ("temperature" in body and "top_p" in body)
    assert 0 <= number(body.get("temperature", 0)) <= 1
    stops: Json = body.get("stop_sequences", [])
    assert isinstance(stops, list)
    assert all(str(stop).strip() for stop in stops)
    thinking = obj(body.get("thinking", {"type": "disabled"}))
    if thinking["type"] == "enabled":
        budget = number(thinking["budget_tokens"])
        assert _BUDGET_LEAST <= budget < number(body["max_tokens"])
        assert not {"temperature", "top_k", "top_p"} & set(body)
        assert obj(body.get("tool_choice", {"type": "auto"}))["type"] not in {"any", "tool"}


def _assert_fits(body: JsonObject, capabilities: Capabilities, roles: list[str]) -> None:
    """What this very model refuses (conversion A9)."""
    limit = capabilities.max_output_tokens
    assert limit is None or number(body["max_tokens"]) <= limit
    assert capabilities.sampling or not {"temperature", "top_k", "top_p"} & set(body)
    assert capabilities.system_between_turns or "system" not in roles
    if "tool_choice" in body and not capabilities.forced_tool:
        assert obj(body["tool_choice"])["type"] in {"auto", "none"}
    thinking = obj(body.get("thinking", {"type": "disabled"}))["type"]
    modes = {"none": {"disabled"}, "enabled": {"enabled", "disabled"}}
    assert thinking in modes.get(capabilities.thinking, {"adaptive", "disabled"})
    assert capabilities.thinking_can_be_off or "thinking" not in body or thinking != "disabled"
    effort = obj(body.get("output_config", {})).get("effort")
    assert effort is None or effort in capabilities.efforts
