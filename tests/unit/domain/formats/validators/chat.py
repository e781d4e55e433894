"""OpenAI Chat Completions: results directly after their calls, what each role may say, ids."""

from typing import Final

from domain.json import Json, JsonObject
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
        "messages",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "max_completion_tokens",
        "max_tokens",
        "stop",
        "temperature",
        "top_p",
        "modalities",
        "audio",
        "n",
        "seed",
        "presence_penalty",
        "frequency_penalty",
        "logprobs",
        "top_logprobs",
        "reasoning_effort",
        "response_format",
        "web_search_options",
        "verbosity",
        "user",
        "service_tier",
        "prompt_cache_key",
        "stream",
        "stream_options",
    ]
)
_ID_LENGTH_MAX: Final = 40
_STOPS_MAX: Final = 4
_PARTS: Final = {
    "user": {"text", "image_url", "input_audio", "file"},
    "system": {"text"},
    "developer": {"text"},
}
_MESSAGES: Final = {
    "user": ("role content", "name"),
    "system": ("role content", "name"),
    "developer": ("role content", "name"),
    "assistant": ("role content", "name refusal audio tool_calls reasoning_content"),
    "tool": ("role content tool_call_id", ""),
}
_SAMPLING: Final = {"temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs"}


def assert_openai_takes(
    body: JsonObject, capabilities: Capabilities | None = None, *, compatible: bool = False
) -> None:
    """`compatible`: another server than OpenAI's own."""
    assert_can_be_sent(body, FIELDS)
    waiting: list[str] = []
    for message in objects(body["messages"]):
        role = str(message["role"])
        assert_keys(message, *_MESSAGES[role])
        if role == "tool":
            assert message["tool_call_id"] == waiting.pop(0)
            assert isinstance(message["content"], str)
            continue
        assert waiting == [], "a call without its result"
        if role == "assistant":
            waiting = _calls(message, compatible=compatible)
            assert message["content"] is None or isinstance(message["content"], str)
            beside = waiting or message.get("refusal") or message.get("audio")
            assert message["content"] is not None or beside
        else:
            _assert_content(role, message["content"])
    assert waiting == []
    _assert_tools(body, compatible=compatible)
    _assert_options(body, capabilities, compatible=compatible)


def _calls(message: JsonObject, *, compatible: bool) -> list[str]:
    assert message.get("tool_calls") != []
    found: list[str] = []
    for call in objects(message.get("tool_calls", [])):
        assert_keys(call, "id type", "function custom extra_content")
        kind = str(call["type"])
        assert kind == "function" or not compatible
        named = obj(call[kind])
        assert_keys(named, "name arguments" if kind == "function" else "name input")
        assert NAME.fullmatch(str(named["name"]))
        assert all(isinstance(value, str) for value in named.values())
        assert NAME.fullmatch(str(call["id"]))
        assert len(str(call["id"])) <= _ID_LENGTH_MAX
        found.append(str(call["id"]))
    return found


def _assert_content(role: str, content: Json) -> None:
    if isinstance(content, str):
        return
    parts = objects(content)
    assert parts
    assert {str(part["type"]) for part in parts} <= _PARTS[role]
    assert all(str(part["type"]) in part for part in parts)


def _assert_tools(body: JsonObject, *, compatible: bool) -> None:
    assert body.get("tools") != []
    assert "tools" in body or not {"tool_choice", "parallel_tool_calls"} & set(body)
    names: list[str] = []
    for tool in objects(body.get("tools", [])):
        kind = str(tool["type"])
        if kind not in {"function", "custom"}:
            continue  # OpenAI's own, which came from there
        assert kind == "function" or not compatible
        inner = obj(tool[kind])
        assert NAME.fullmatch(str(inner["name"]))
        names.append(str(inner["name"]))
    assert len(set(names)) == len(names)
    choice = body.get("tool_choice")
    if isinstance(choice, str):
        assert choice in {"auto", "none", "required"}
    elif choice is not None:
        named = obj(choice)
        assert str(named["type"]) in named


def _assert_options(
    body: JsonObject, capabilities: Capabilities | None, *, compatible: bool
) -> None:
    assert ("max_completion_tokens" if compatible else "max_tokens") not in body
    stops: Json = body.get("stop", [])
    assert isinstance(stops, list)
    assert len(stops) <= _STOPS_MAX
    if capabilities is not None:
        assert capabilities.sampling or not _SAMPLING & set(body)
        assert capabilities.stop or "stop" not in body
        assert capabilities.thinking != "none" or "reasoning_effort" not in body
        limit = capabilities.max_output_tokens
        given = body.get("max_completion_tokens", body.get("max_tokens", 1))
        assert limit is None or number(given) <= limit
