"""Cursor's bodies, each in its own shape, at work through the relay on upstreams of every format.

Cursor itself cannot be run: its requests come from its own servers. So this plays its part, as
strictly as it is known to be (conversion E1, clients 5): every answer is a stream of chat chunks,
every call is read by `function.name`, its arguments are joined by its number, and what was called
comes back in the shape in which the conversation is kept. The model reads a file and
writes it again by a patch of free text, or by a function where there is no such tool.
"""

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, final

import httpx2
import pytest
from typing_extensions import override

from tests.integration.relay.house import VENDORS, RelayHouse
from tests.upstream.agent import TASK

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
over_every_vendor = pytest.mark.parametrize("vendor", VENDORS)

SOURCE, TARGET, SECRET = "/project/a.txt", "/project/b.txt", "secret-0123abcd"
ASKED: Final = TASK.format(source=SOURCE, target=TARGET)
PIXEL: Final = "data:image/png;base64,iVBORw0KGgo="
_PATH: Final = {"path": {"type": "string"}}
READS: Final = {"type": "object", "properties": _PATH, "required": ["path"]}
WRITES: Final = {
    "type": "object",
    "properties": {**_PATH, "content": {"type": "string"}},
    "required": ["path", "content"],
}
GRAMMAR: Final = {"type": "grammar", "syntax": "lark", "definition": "start: /.+/s"}
PATCH: Final = {"type": "custom", "name": "ApplyPatch", "description": "p", "format": GRAMMAR}
USUAL: Final = (("read_file", READS), ("write_file", WRITES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call as its stream told it: `arguments` is JSON, or a patch as it is."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    text: str
    calls: Sequence[Called]


def read_answer(raw: str) -> Answered:
    """As Cursor does, which dies of what it does not expect."""
    lines = [line for line in raw.split("\n") if line and not line.startswith(":")]
    assert lines.pop() == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    text, calls, ends, roles = "", list[dict[str, str]](), list[str](), list[str]()
    for choice in (choice for chunk in chunks for choice in chunk["choices"]):
        assert not ends, "nothing comes after the end"
        delta = choice["delta"]
        roles += [delta["role"]] if "role" in delta else []
        text += delta.get("content") or ""
        for piece in delta.get("tool_calls", []):
            _grow(calls, piece)
        ends += [choice["finish_reason"]] if choice["finish_reason"] else []
    assert roles == ["assistant"]
    assert ends == ["tool_calls" if calls else "stop"]
    return Answered(text=text, calls=[Called(**call) for call in calls])


def _grow(calls: list[dict[str, str]], piece: dict[str, Any]) -> None:
    if piece["index"] == len(calls):
        assert piece["type"] == "function"
        calls.append({"id": piece["id"], "name": piece["function"]["name"], "arguments": ""})
    else:
        assert piece["index"] == len(calls) - 1
        assert not {"id", "type"} & piece.keys()
    calls[piece["index"]]["arguments"] += piece["function"].get("arguments") or ""


class Shape(Protocol):
    """How Cursor keeps a conversation with a model, and asks."""

    @abstractmethod
    def body(self) -> dict[str, Any]: ...

    @abstractmethod
    def add(self, answer: Answered, results: Mapping[str, str]) -> None:
        """What was said, and what came of its calls by their ids."""


def nested(name: str, schema: object) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "parameters": schema}}


@dataclass(slots=True)
class _Chat(Shape):
    """Plain chat, as for gpt-4o in 2025: eleven nested tools."""

    messages: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"role": "system", "content": "You are a coding agent."},
            {"role": "user", "content": ASKED},
        ]
    )

    @override
    def body(self) -> dict[str, Any]:
        tools = [nested(*each) for each in USUAL]
        tools += [nested(f"other_{number}", READS) for number in range(9)]
        return {
            "messages": self.messages,
            "user": "github|user_01",
            "temperature": 0,
            "tools": tools,
            "tool_choice": "auto",
        }

    @override
    def add(self, answer: Answered, results: Mapping[str, str]) -> None:
        calls = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in answer.calls
        ]
        self.messages.append(self._said(answer.text, calls))
        for call, result in results.items():
            self.messages.append({"role": "tool", "tool_call_id": call, "content": result})

    def _said(self, text: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
        return {"role": "assistant", "content": text, "tool_calls": calls}


@final
@dataclass(slots=True)
class _Ask(_Chat):
    """Nested functions and one flat tool of free text; empty lists instead of nothing."""

    @override
    def body(self) -> dict[str, Any]:
        said = {"role": "assistant", "content": "Yes?", "tool_calls": list[str]()}
        first = {"role": "user", "content": [{"type": "input_text", "text": "Are you there?"}]}
        return {
            "messages": [first, said, *self.messages],
            "tools": [nested("read_file", READS), PATCH],
        }

    @override
    def _said(self, text: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
        return {"role": "assistant", "content": text or list[str](), "tool_calls": calls}


@final
@dataclass(slots=True)
class _Anthropic(Shape):
    """Blocks and tools of Anthropic's, for models that are called claude."""

    messages: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"role": "system", "content": "You are a coding agent."},
            {"role": "user", "content": [{"type": "text", "text": ASKED}]},
        ]
    )

    @override
    def body(self) -> dict[str, Any]:
        tools = [{"name": name, "description": "d", "input_schema": s} for name, s in USUAL]
        return {
            "messages": self.messages,
            "tools": tools,
            "tool_choice": {"type": "auto"},
            "max_tokens": 4096,
        }

    @override
    def add(self, answer: Answered, results: Mapping[str, str]) -> None:
        calls = [
            {
                "type": "tool_use",
                "id": call.id,
                "name": call.name,
                "input": json.loads(call.arguments),
            }
            for call in answer.calls
        ]
        told = [{"type": "text", "text": answer.text}] if answer.text else []
        self.messages.append({"role": "assistant", "content": [*told, *calls]})
        given = [
            {
                "type": "tool_result",
                "tool_use_id": call,
                "content": [{"type": "text", "text": said}],
            }
            for call, said in results.items()
        ]
        self.messages.append({"role": "user", "content": given})


@final
@dataclass(slots=True)
class _Agent(Shape):
    """A body of Responses, beside a stub of messages: calls come back as functions, patches too."""

    stub: dict[str, Any]
    items: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"role": "system", "content": "rules"},
            {
                "role": "user",
                "content": [
                    {"type": "input_text", "text": ASKED},
                    {"type": "input_image", "image_url": PIXEL},
                ],
            },
        ]
    )

    @override
    def body(self) -> dict[str, Any]:
        read = {"type": "function", "name": "read_file", "parameters": READS, "strict": False}
        return {
            **self.stub,
            "instructions": "You are a coding agent.",
            "input": self.items,
            "tools": [read, PATCH],
            "tool_choice": "auto",
            "parallel_tool_calls": True,
            "user": "u_1",
            "metadata": {"cursorConversationId": "c1"},
            "reasoning": {"effort": "medium", "summary": "auto"},
            "text": {"verbosity": "low"},
            "include": ["reasoning.encrypted_content"],
            "prompt_cache_retention": "24h",
            "store": False,
        }

    @override
    def add(self, answer: Answered, results: Mapping[str, str]) -> None:
        if answer.text:
            said = {"type": "output_text", "text": answer.text}
            self.items.append({"type": "message", "role": "assistant", "content": [said]})
        for call in answer.calls:
            called = {"name": call.name, "arguments": call.arguments}
            self.items.append({"type": "function_call", "call_id": call.id, **called})
        for called_id, result in results.items():
            given = {"call_id": called_id, "output": result}
            self.items.append({"type": "function_call_output", **given})


SHAPES: Final[dict[str, Callable[[], Shape]]] = {
    "plain chat": _Chat,
    "ask mode": _Ask,
    "anthropic blocks": _Anthropic,
    "agent": lambda: _Agent({}),
    "agent beside null": lambda: _Agent({"messages": None}),
    "agent beside a stub": lambda: _Agent({"messages": list[str]()}),
}


@dataclass(slots=True)
class _Desk:
    """The files that the tools read and write."""

    files: dict[str, str]

    def run(self, call: Called) -> str:
        if call.name == "ApplyPatch":
            head, path, line, tail = call.arguments.split("\n")
            assert (head, tail) == ("*** Begin Patch", "*** End Patch")
            self.files[path.removeprefix("*** Add File: ")] = line.removeprefix("+")
            return "patched"
        given = json.loads(call.arguments)
        if call.name == "read_file":
            return self.files[given["path"]]
        assert call.name == "write_file"
        self.files[given["path"]] = given["content"]
        return "written"


async def ask(house: RelayHouse, body: dict[str, Any], *, path: str) -> httpx2.Response:
    headers = {"authorization": f"Bearer {house.key}"}
    async with httpx2.AsyncClient(base_url=house.url, headers=headers) as client:
        return await client.post(path, json=body)


@over_every_vendor
@pytest.mark.parametrize("shape", SHAPES)
async def test_every_shape_does_its_work(house: RelayHouse, vendor: str, shape: str) -> None:
    talk, desk = SHAPES[shape](), _Desk({SOURCE: f"It is {SECRET}."})
    streamed = {"stream": True, "stream_options": {"include_usage": True}}
    called, texts = list[str](), list[str]()

    for _ in range(3):
        body = {"model": f"{vendor}/fake-agent", **streamed, **talk.body()}
        answer = await ask(house, body, path="/v1/chat/completions")
        assert answer.status_code == 200, answer.text
        said = read_answer(answer.text)
        talk.add(said, {call.id: desk.run(call) for call in said.calls})
        called += [call.name for call in said.calls]
        texts.append(said.text)
        row = await house.booked()
        assert (row.outcome, row.streamed, row.model) == ("ok", True, f"{vendor}/fake-agent")

    assert desk.files[TARGET] == SECRET
    free = shape == "ask mode" or shape.startswith("agent")
    assert called == ["read_file", "ApplyPatch" if free else "write_file"]
    assert texts[-1] == f"Done: {SECRET}"
    asked = [each.path.rpartition("/")[2].rpartition(":")[2] for each in house.upstream.exchanges]
    assert len(set(asked)) == 1
    assert len(asked) == 3


@over_every_vendor
@pytest.mark.parametrize("stream", [True, False])
async def test_the_verify_button_is_answered(house: RelayHouse, vendor: str, stream: bool) -> None:
    body = {
        "model": f"{vendor}/fake-echo",
        "stream": stream,
        "messages": [
            {"role": "system", "content": "You are a test assistant."},
            {"role": "user", "content": "Testing. Just say hi and nothing else."},
        ],
    }

    answer = await ask(house, body, path="/chat/completions")

    assert answer.status_code == 200
    if stream:
        assert read_answer(answer.text).text == "Testing. Just say hi and nothing else."
    else:
        assert answer.json()["choices"][0]["message"]["role"] == "assistant"
