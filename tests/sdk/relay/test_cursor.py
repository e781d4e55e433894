"""What Cursor sends to the endpoint of chat completions, and what it can read (conversion E1)."""

import json

import pytest

from domain.accounts.access import Scope
from tests.sdk.relay.relay_desk import FORMATS, PIXEL, Desk, speaking

READ_FILE = {
    "type": "function",
    "name": "read_file",
    "description": "",
    "parameters": {"type": "object", "properties": {"path": {"type": "string"}}},
    "strict": False,
}
PATCH = {
    "type": "custom",
    "name": "ApplyPatch",
    "description": "patch",
    "format": {"type": "grammar", "syntax": "lark", "definition": "start: /.+/"},
}
NOTHING: list[str] = []
AGENT: dict[str, object] = {
    "stream": True,
    "stream_options": {"include_usage": True},
    "user": "u_1",
    "metadata": {"conversationId": "c1"},
    "instructions": "You are a coding agent.",
    "input": [
        {"role": "system", "content": "rules"},
        {
            "role": "user",
            "content": [
                {"type": "input_text", "text": "fix a.py"},
                {"type": "input_image", "image_url": PIXEL},
            ],
        },
        {
            "type": "function_call",
            "call_id": "call_1",
            "name": "read_file",
            "arguments": '{"path":"a.py"}',
        },
        {"type": "function_call_output", "call_id": "call_1", "output": "print(42)"},
        {"role": "user", "content": [{"type": "input_text", "text": "go on"}]},
    ],
    "tools": [PATCH, READ_FILE],
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "reasoning": {"effort": "medium", "summary": "auto"},
    "include": ["reasoning.encrypted_content"],
    "store": False,
}


def chunks_in(text: str) -> list[dict[str, object]]:
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize("stub", [{}, {"messages": None}, {"messages": []}])
async def test_an_agent_s_body_of_responses_is_answered_in_chunks_of_chat(
    model: str, stub: dict[str, object]
) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.http()

    answer = await client.post("/v1/chat/completions", json={"model": model, **stub, **AGENT})

    chunks = chunks_in(answer.text)
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert "".join(_said(chunk) for chunk in chunks).endswith("go on")
    assert chunks[-1]["usage"]
    asked = desk.asked[0].content.decode()
    assert all(word in asked for word in ("rules", "print(42)", "iVBORw0KGgo="))


def _said(chunk: dict[str, object]) -> str:
    found = json.loads(json.dumps(chunk))["choices"]
    return "".join(str(choice["delta"].get("content") or "") for choice in found)


@pytest.mark.parametrize("model", [model for model in FORMATS if model != "house"])
async def test_a_patch_comes_back_as_a_function_with_raw_text(model: str) -> None:
    client = await Desk(speaking("fake-tool")).http()

    answer = await client.post("/v1/chat/completions", json={"model": model, **AGENT})

    calls = [
        call
        for chunk in json.loads(json.dumps(chunks_in(answer.text)))
        for choice in chunk["choices"]
        for call in choice["delta"].get("tool_calls", [])
    ]
    assert (calls[0]["index"], calls[0]["type"]) == (0, "function")
    assert calls[0]["function"]["name"] == "ApplyPatch"
    assert "custom" not in calls[0]


@pytest.mark.parametrize("model", FORMATS)
async def test_ask_mode_mixes_the_shapes_of_tools(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    nested = {"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}
    anthropic = {"name": "edit", "description": "d", "input_schema": {"type": "object"}}
    called = {"id": "c1", "type": "function", "function": {"name": "search", "arguments": "{}"}}

    answer = await (await desk.http()).post(
        "/v1/chat/completions",
        json={
            "model": model,
            "messages": [
                {"role": "user", "content": "q"},
                {"role": "assistant", "content": NOTHING, "tool_calls": [called]},
                {"role": "tool", "tool_call_id": "c1", "content": "found"},
                {"role": "assistant", "content": "so", "tool_calls": NOTHING},
                {"role": "user", "content": [{"type": "input_text", "text": "thanks"}]},
            ],
            "tools": [nested, PATCH, anthropic],
            "tool_choice": {"type": "auto"},
        },
    )

    assert answer.status_code == 200
    assert answer.json()["choices"][0]["message"]["content"] == "thanks"
    asked = desk.asked[0].content.decode()
    assert all(name in asked for name in ("search", "ApplyPatch", "edit"))


async def test_verify_is_answered() -> None:
    client = await Desk(speaking("fake-echo")).http()

    answer = await client.post(
        "/chat/completions",
        json={
            "model": "house",
            "messages": [
                {"role": "system", "content": "You are a test assistant."},
                {"role": "user", "content": "Testing. Just say hi and nothing else."},
            ],
        },
    )

    assert answer.status_code == 200
    assert answer.json()["object"] == "chat.completion"


async def test_a_stored_answer_cannot_be_continued_in_chat() -> None:
    client = await Desk(speaking("fake-echo")).http()

    answer = await client.post(
        "/v1/chat/completions",
        json={"model": "house", "input": "q", "previous_response_id": "resp_1"},
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("previous_response_id")


@pytest.mark.parametrize(
    ("name", "where", "thinks"),
    [
        ("claude-house-thinking-high", "thinking", {"type": "enabled", "budget_tokens": 8192}),
        ("responses-house-high", "reasoning", {"effort": "high", "summary": "auto"}),
        ("house-low", "reasoning_effort", None),
        ("house-fast", "service_tier", None),
    ],
)
async def test_what_it_hangs_on_a_name_says_how_hard_to_think(
    name: str, where: str, thinks: object
) -> None:
    desk = Desk(speaking("fake-echo"))

    answer = await (await desk.http()).post(
        "/v1/chat/completions",
        json={"model": name, "messages": [{"role": "user", "content": "q"}]},
    )

    assert json.loads(desk.asked[0].content).get(where) == thinks
    assert answer.json()["model"] == name


async def test_what_it_says_itself_of_reasoning_goes_first() -> None:
    desk = Desk(speaking("fake-echo"))

    await (await desk.http()).post(
        "/v1/chat/completions",
        json={
            "model": "responses-house-high",
            "messages": [{"role": "user", "content": "q"}],
            "reasoning_effort": "low",
        },
    )

    assert json.loads(desk.asked[0].content)["reasoning"]["effort"] == "low"


async def test_a_key_of_one_model_opens_no_other_by_a_longer_name() -> None:
    desk = Desk(speaking("fake-echo"), scope=Scope(models=("house",)))

    answer = await (await desk.http()).post(
        "/v1/chat/completions",
        json={"model": "claude-house-high", "messages": [{"role": "user", "content": "q"}]},
    )

    assert answer.status_code in {403, 404}
    assert not desk.asked
