"""Clients that drop what the model reasoned, as Cursor does, and providers that want it back."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.memory.carried_reasoning import MemoryCarriedReasoning
from application.ports.carried_reasoning import CarriedReasoning
from domain.errors import Unavailable
from domain.formats.carrying import CarriedTurn
from tests.builders import a_team
from tests.clock import FakeClock
from tests.sdk.relay.relay_desk import KEY, Desk, Provider, streaming
from tests.sdk.relay.test_cursor import chunks_in

ASKED: Final = {"role": "user", "content": "How warm is it?"}
TOOL: Final[dict[str, Any]] = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}},
}


def _events(*events: dict[str, Any]) -> Provider:
    return streaming("".join(f"data: {json.dumps(event)}\n\n" for event in events))


def _block(index: int, block: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "content_block_start", "index": index, "content_block": block},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


ANTHROPIC: Final = _events(
    {"type": "message_start", "message": {"id": "msg_1", "model": "m", "usage": {}}},
    *_block(
        0,
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "thinking_delta", "thinking": "First \u2028 look."},
        {"type": "signature_delta", "signature": "S+/="},
    ),
    *_block(1, {"type": "redacted_thinking", "data": "D=="}),
    *_block(
        2,
        {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {}},
        {"type": "input_json_delta", "partial_json": '{"a": 1}'},
    ),
    {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 5}},
    {"type": "message_stop"},
)
GEMINI: Final = _events(
    {
        "responseId": "r1",
        "candidates": [
            {
                "content": {
                    "role": "model",
                    "parts": [
                        {"text": "First look.", "thought": True},
                        {
                            "functionCall": {"name": "weather", "args": {"a": 1}},
                            "thoughtSignature": "R29vZ2xl",
                        },
                    ],
                },
                "finishReason": "STOP",
                "index": 0,
            }
        ],
    }
)
_FUNCTION: Final = {"name": "weather", "arguments": '{"a": 1}'}
DEEP: Final = _events(
    {"id": "c", "choices": [{"index": 0, "delta": {"reasoning_content": "First "}}]},
    {"id": "c", "choices": [{"index": 0, "delta": {"reasoning_content": "look."}}]},
    {
        "id": "c",
        "choices": [
            {
                "index": 0,
                "delta": {
                    "tool_calls": [
                        {"index": 0, "id": "call_7", "type": "function", "function": _FUNCTION}
                    ]
                },
            }
        ],
    },
    {"id": "c", "choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]},
)
_REASONED: Final = {
    "type": "reasoning",
    "id": "rs_1",
    "summary": [{"type": "summary_text", "text": "First look."}],
    "encrypted_content": "E+/=",
}
_CALLED: Final = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "call_8",
    "name": "weather",
    "arguments": '{"a": 1}',
}
RESPONSES: Final = _events(
    {"type": "response.created", "response": {"id": "resp_1", "model": "m", "output": []}},
    {"type": "response.output_item.done", "output_index": 0, "item": _REASONED},
    {"type": "response.output_item.done", "output_index": 1, "item": _CALLED},
    {"type": "response.completed", "response": {"id": "resp_1", "status": "completed"}},
)
ANSWERS: Final = {
    "claude-house": ANTHROPIC,
    "gemini-house": GEMINI,
    "deep-house": DEEP,
    "responses-house": RESPONSES,
}


def _calls_in(chunks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []
    for chunk in chunks:
        for piece in chunk["choices"][0]["delta"].get("tool_calls", []):
            if "id" in piece:
                calls.append(piece)
            elif "function" in piece:
                calls[piece["index"]]["function"]["arguments"] += piece["function"]["arguments"]
    return calls


async def _chat(
    client: httpx2.AsyncClient, model: str, *messages: object, streamed: bool = True
) -> dict[str, Any]:
    """The message that a client makes of the answer, without anything but words and calls."""
    answer = await client.post(
        "/v1/chat/completions",
        json={"model": model, "messages": [*messages], "tools": [TOOL], "stream": streamed},
    )
    assert answer.status_code == 200, answer.text
    if streamed:
        calls = _calls_in(json.loads(json.dumps(chunks_in(answer.text))))
    else:
        calls = answer.json()["choices"][0]["message"]["tool_calls"]
    bare = [
        {key: value for key, value in call.items() if key in {"id", "type", "function"}}
        for call in calls
    ]
    return {"role": "assistant", "content": None, "tool_calls": bare}


def _result(called: dict[str, Any]) -> dict[str, Any]:
    (call,) = called["tool_calls"]
    return {"role": "tool", "tool_call_id": call["id"], "content": "21"}


def _asked_last(desk: Desk) -> Any:
    return json.loads(desk.asked[-1].content)


async def _second_round(desk: Desk, model: str, *, streamed: bool = True) -> Any:
    desk.answer = ANSWERS[model]
    async with await desk.http() as client:
        called = await _chat(client, model, ASKED, streamed=streamed)
        await _chat(client, model, ASKED, called, _result(called))
    return _asked_last(desk)


@pytest.mark.parametrize("streamed", [True, False])
async def test_anthropic_gets_its_sealed_blocks_back_byte_for_byte(streamed: bool) -> None:
    asked = await _second_round(Desk(ANTHROPIC), "claude-house", streamed=streamed)

    assert asked["messages"][1]["content"] == [
        {"type": "thinking", "thinking": "First \u2028 look.", "signature": "S+/="},
        {"type": "redacted_thinking", "data": "D=="},
        {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"a": 1}},
    ]


async def test_gemini_gets_the_seal_of_its_call_back() -> None:
    asked = await _second_round(Desk(GEMINI), "gemini-house")

    (call,) = [part for part in asked["contents"][1]["parts"] if "functionCall" in part]
    assert call["thoughtSignature"] == "R29vZ2xl"


async def test_a_server_that_reasons_in_plain_words_gets_them_back() -> None:
    asked = await _second_round(Desk(DEEP), "deep-house")

    assert asked["messages"][1]["reasoning_content"] == "First look."
    assert asked["messages"][1]["tool_calls"][0]["id"] == "call_7"


async def test_openai_gets_its_sealed_items_back() -> None:
    asked = await _second_round(Desk(RESPONSES), "responses-house")

    (reasoned,) = [each for each in asked["input"] if each["type"] == "reasoning"]
    assert reasoned["encrypted_content"] == "E+/="
    assert asked["input"].index(reasoned) == 1


async def test_a_server_gets_the_client_s_own_words_where_it_sent_them() -> None:
    desk = Desk(DEEP)
    async with await desk.http() as client:
        called = await _chat(client, "deep-house", ASKED)
        told = {**called, "reasoning_content": "Mine.", "beside": 1}
        await _chat(client, "deep-house", ASKED, told, _result(called))

    asked = _asked_last(desk)
    assert asked["messages"][1] == told, "it goes through as it is"


async def test_a_client_of_messages_that_drops_thinking_is_helped_too() -> None:
    desk = Desk(DEEP)
    asked: dict[str, Any] = {
        "model": "deep-house",
        "max_tokens": 99,
        "tools": [{"name": "weather", "input_schema": {"type": "object"}}],
    }
    async with await desk.http() as client:
        first = await client.post("/v1/messages", json={**asked, "messages": [ASKED]})
        bare = [block for block in first.json()["content"] if block["type"] == "tool_use"]
        assert bare
        result = {"type": "tool_result", "tool_use_id": bare[0]["id"], "content": "21"}
        turns = [
            ASKED,
            {"role": "assistant", "content": bare},
            {"role": "user", "content": [result]},
        ]
        await client.post("/v1/messages", json={**asked, "messages": turns})

    assert _asked_last(desk)["messages"][1]["reasoning_content"] == "First look."


async def test_a_client_of_responses_that_drops_reasoning_items_is_helped_too() -> None:
    desk = Desk(ANTHROPIC)
    tool = {"type": "function", "name": "weather", "parameters": {"type": "object"}}
    asked: dict[str, Any] = {"model": "claude-house", "tools": [tool], "store": False}
    async with await desk.http() as client:
        first = await client.post("/v1/responses", json={**asked, "input": [ASKED]})
        (call,) = [each for each in first.json()["output"] if each["type"] == "function_call"]
        result = {"type": "function_call_output", "call_id": call["call_id"], "output": "21"}
        await client.post("/v1/responses", json={**asked, "input": [ASKED, call, result]})

    kinds = [block["type"] for block in _asked_last(desk)["messages"][1]["content"]]
    assert kinds == ["thinking", "redacted_thinking", "tool_use"]


async def test_a_client_of_gemini_that_drops_thoughts_is_helped_too() -> None:
    desk = Desk(DEEP)
    tools = [{"functionDeclarations": [{"name": "weather"}]}]
    path = "/v1beta/models/deep-house:generateContent"
    user = {"role": "user", "parts": [{"text": "How warm is it?"}]}
    async with await desk.http() as client:
        first = await client.post(path, json={"contents": [user], "tools": tools})
        parts = first.json()["candidates"][0]["content"]["parts"]
        bare = [part for part in parts if "functionCall" in part]
        called = bare[0]["functionCall"]
        result = {"id": called["id"], "name": "weather", "response": {"output": "21"}}
        answered = {"role": "user", "parts": [{"functionResponse": result}]}
        turns = [user, {"role": "model", "parts": bare}, answered]
        await client.post(path, json={"contents": turns, "tools": tools})

    assert _asked_last(desk)["messages"][1]["reasoning_content"] == "First look."


async def test_another_payer_gets_nothing_of_it() -> None:
    desk = Desk(ANTHROPIC)
    async with await desk.http() as client:
        called = await _chat(client, "claude-house", ASKED)
    stranger = Desk(ANTHROPIC, carried=desk.carried, team=a_team("t2"))
    async with await stranger.http(key=KEY) as client:
        await _chat(client, "claude-house", ASKED, called, _result(called))

    kinds = [block["type"] for block in _asked_last(stranger)["messages"][1]["content"]]
    assert kinds == ["tool_use"]


class _Counting(CarriedReasoning):
    """Counts how often it is asked; away when it shall be."""

    def __init__(self, *, away: bool = False) -> None:
        self.asked = 0
        self._away = away
        self._kept = MemoryCarriedReasoning(clock=FakeClock())

    @override
    async def put(self, key: str, turn: CarriedTurn, *, owner: str, lasting: timedelta) -> None:
        self._check()
        await self._kept.put(key, turn, owner=owner, lasting=lasting)

    @override
    async def get(self, keys: Sequence[str], *, owner: str) -> Mapping[str, CarriedTurn]:
        self.asked += 1
        self._check()
        return await self._kept.get(keys, owner=owner)

    def _check(self) -> None:
        if self._away:
            raise Unavailable("away")


async def test_the_store_is_asked_once_and_only_after_calls() -> None:
    store = _Counting()
    desk = Desk(ANTHROPIC, carried=store)
    async with await desk.http() as client:
        called = await _chat(client, "claude-house", ASKED)
        assert store.asked == 0
        said = {"role": "assistant", "content": "so"}
        await _chat(client, "claude-house", ASKED, said, ASKED)
        assert store.asked == 0
        round_ = [called, _result(called)]
        await _chat(client, "claude-house", ASKED, *round_, *round_, *round_)

    assert store.asked == 1


async def test_without_the_store_the_call_goes_on() -> None:
    asked = await _second_round(Desk(ANTHROPIC, carried=_Counting(away=True)), "claude-house")

    kinds = [block["type"] for block in asked["messages"][1]["content"]]
    assert kinds == ["tool_use"]
