"""The questions of the benchmarks, written the same every time: three sizes, whole and streamed."""

import json
import random
from pathlib import Path
from typing import Final

_WORDS: Final = (
    *("the", "relay", "reads", "a", "request", "checks", "the", "key", "converts", "messages"),
    *("and", "streams", "every", "token", "back", "to", "the", "caller", "without", "delay"),
    *("or", "loss", "while", "counting", "usage"),
)
_TURNS: Final = 24
_TOOLS: Final = 20


def write_bodies(place: Path, model: str) -> None:
    """`<size>.json` and `<size>.stream.json`: small (0.4 KB), middle (30 KB), large (200 KB)."""
    place.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)  # noqa: S311 - no secret
    for size, body in (
        ("small", _small(chance)),
        ("middle", _middle(chance)),
        ("large", _large(chance)),
    ):
        asked = {"model": model, **body}
        streamed = {**asked, "stream": True, "stream_options": {"include_usage": True}}
        for name, each in ((f"{size}.json", asked), (f"{size}.stream.json", streamed)):
            (place / name).write_text(json.dumps(each, separators=(",", ":")))


def _prose(chance: random.Random, length: int) -> str:
    words = " ".join(chance.choice(_WORDS) for _ in range(length // 3))
    return words[:length]


def _code(chance: random.Random, length: int) -> str:
    line = "    if value_{} != \"a\\t{}\":\n        return compute(item[{}], key='x')\n"
    lines = (line.format(*(chance.randrange(999) for _ in range(3))) for _ in range(length // 50))
    return "".join(lines)[:length]


def _small(chance: random.Random) -> dict[str, object]:
    return {
        "messages": [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "Say hello. " + _prose(chance, 200)},
        ],
        "max_tokens": 256,
        "temperature": 0.7,
    }


def _middle(chance: random.Random) -> dict[str, object]:
    messages: list[object] = [{"role": "system", "content": _prose(chance, 3000)}]
    for _ in range(10):
        messages.append({"role": "user", "content": _prose(chance, 1000)})
        messages.append({"role": "assistant", "content": _prose(chance, 1700)})
    messages.append({"role": "user", "content": "Go on."})
    return {"messages": messages, "max_tokens": 1024}


def _large(chance: random.Random) -> dict[str, object]:
    """A coding tool's: twenty schemas of tools, and a history in which they were called."""
    messages: list[object] = [{"role": "system", "content": _prose(chance, 9000)}]
    for number in range(_TURNS):
        messages += _exchange(chance, number)
    messages.append({"role": "user", "content": [{"type": "text", "text": "Now fix the bug."}]})
    return {
        "messages": messages,
        "max_tokens": 8192,
        "temperature": 0,
        "tools": [_tool(chance, number) for number in range(_TOOLS)],
        "tool_choice": "auto",
    }


def _exchange(chance: random.Random, number: int) -> list[object]:
    file = f"<open_file>\n{_code(chance, 1200)}</open_file>"
    arguments = {"param_0": _prose(chance, 60), "paths": [f"src/file_{number}.py"]}
    called = {"name": f"tool_{number % _TOOLS}", "arguments": json.dumps(arguments)}
    parts = [_prose(chance, 800), file]
    return [
        {"role": "user", "content": [{"type": "text", "text": each} for each in parts]},
        {
            "role": "assistant",
            "content": _prose(chance, 300),
            "tool_calls": [{"id": f"call_{number}", "type": "function", "function": called}],
        },
        {"role": "tool", "tool_call_id": f"call_{number}", "content": _code(chance, 3200)},
    ]


def _tool(chance: random.Random, number: int) -> dict[str, object]:
    properties: dict[str, object] = {
        f"param_{each}": {
            "type": chance.choice(["string", "integer", "boolean"]),
            "description": _prose(chance, 120),
        }
        for each in range(6)
    }
    properties["paths"] = {
        "type": "array",
        "items": {"type": "string"},
        "description": _prose(chance, 80),
    }
    parameters = {
        "type": "object",
        "properties": properties,
        "required": ["param_0", "paths"],
        "additionalProperties": False,
    }
    named = {"name": f"tool_{number}", "description": _prose(chance, 900), "parameters": parameters}
    return {"type": "function", "function": named}
