"""Gemini generateContent: turns, answers to calls by name, seals, no key that Google lacks."""

import re
from typing import Final

from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from tests.unit.domain.formats.validators.values import (
    assert_can_be_sent,
    assert_keys,
    number,
    obj,
    objects,
)

FIELDS: Final = frozenset(
    ("contents", "systemInstruction", "tools", "toolConfig", "generationConfig")
)
CONFIG: Final = frozenset(
    [
        "maxOutputTokens",
        "temperature",
        "topP",
        "topK",
        "candidateCount",
        "responseModalities",
        "speechConfig",
        "seed",
        "presencePenalty",
        "frequencyPenalty",
        "stopSequences",
        "responseLogprobs",
        "logprobs",
        "responseMimeType",
        "responseJsonSchema",
        "responseSchema",
        "thinkingConfig",
    ]
)
PARTS: Final = frozenset(
    [
        "text",
        "functionCall",
        "functionResponse",
        "inlineData",
        "fileData",
        "executableCode",
        "codeExecutionResult",
        "toolCall",
        "toolResponse",
    ]
)
BESIDE: Final = frozenset(
    ("thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata")
)
_NAME: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")
_STOPS_MAX: Final = 5


def assert_gemini_takes(
    body: JsonObject, capabilities: Capabilities | None = None, *, sealed: bool = False
) -> None:
    """`sealed`: the first call of each turn must carry a seal (Gemini 3)."""
    assert_can_be_sent(body, FIELDS)
    contents = objects(body["contents"])
    assert [content["role"] for content in contents] == [
        "model" if place % 2 else "user" for place in range(len(contents))
    ]
    waiting: list[str] = []
    for content in contents:
        assert_keys(content, "role parts")
        parts = objects(content["parts"])
        assert parts
        for part in parts:
            _assert_part(part)
        calls = [part for part in parts if "functionCall" in part]
        results = [part for part in parts if "functionResponse" in part]
        assert _named(results, "functionResponse") == waiting
        assert parts[: len(results)] == results, "results come first"
        waiting = _named(calls, "functionCall")
        assert all(_NAME.fullmatch(name) for name in waiting)
        assert not (sealed and calls) or calls[0].get("thoughtSignature")
    assert waiting == []
    for part in objects(obj(body.get("systemInstruction", {"parts": []}))["parts"]):
        assert_keys(part, "text")
        assert part["text"]
    _assert_tools(body)
    _assert_config(obj(body.get("generationConfig", {})), capabilities)


def _assert_part(part: JsonObject) -> None:
    assert part
    assert set(part) <= PARTS | BESIDE
    assert len(set(part) & PARTS) == 1
    if "functionCall" in part:
        obj(obj(part["functionCall"])["args"])
    if "functionResponse" in part:
        obj(obj(part["functionResponse"])["response"])
    if "inlineData" in part:
        assert_keys(obj(part["inlineData"]), "mimeType data")


def _named(parts: list[JsonObject], key: str) -> list[str]:
    return [str(obj(part[key])["name"]) for part in parts]


def _assert_tools(body: JsonObject) -> None:
    assert body.get("tools") != []
    assert "tools" in body or "toolConfig" not in body
    names: list[str] = []
    for tool in objects(body.get("tools", [])):
        for declared in objects(tool.get("functionDeclarations", [])):
            assert_keys(declared, "name", "description parameters parametersJsonSchema")
            names.append(str(declared["name"]))
    assert all(_NAME.fullmatch(name) for name in names)
    assert len(set(names)) == len(names)
    if "toolConfig" in body:
        choice = obj(obj(body["toolConfig"])["functionCallingConfig"])
        assert choice["mode"] in {"AUTO", "NONE", "ANY"}


def _assert_config(config: JsonObject, capabilities: Capabilities | None) -> None:
    assert set(config) <= CONFIG
    stops: Json = config.get("stopSequences", [])
    assert isinstance(stops, list)
    assert len(stops) <= _STOPS_MAX
    assert number(config.get("maxOutputTokens", 1)) > 0
    assert "logprobs" not in config or config["responseLogprobs"] is True
    if capabilities is not None:
        assert capabilities.json_schema or "responseJsonSchema" not in config
        assert capabilities.thinking != "none" or "thinkingConfig" not in config
