"""Reasoning as a key, or the operator, wants clients to see it (conversion A7.2, E1)."""

import json
from typing import Any

import pytest

from adapters.inbound.relay.showing import ToAnthropicClients
from domain.accounts.access import ReasoningShown
from tests.sdk.relay.relay_desk import Desk
from tests.sdk.relay.test_carried_reasoning import ANSWERS, ASKED, TOOL

over_every_vendor = pytest.mark.parametrize("model", ANSWERS)
streamed_or_whole = pytest.mark.parametrize("stream", [True, False])
SEEN = "First look."


def seen(text: str) -> str:
    """Anthropic's thoughts have a character of their own in them here."""
    return text.replace("\u2028 ", "")


async def chat(desk: Desk, model: str, *, stream: bool) -> dict[str, Any]:
    """The message as a client joins it."""
    answer = await (await desk.http()).post(
        "/v1/chat/completions", json={"model": model, "messages": [ASKED], "stream": stream}
    )
    if not stream:
        return dict(answer.json()["choices"][0]["message"])
    joined: dict[str, Any] = {"content": ""}
    for line in answer.text.splitlines():
        if line.startswith("data: {"):
            for choice in json.loads(line.removeprefix("data: "))["choices"]:
                for key, value in choice["delta"].items():
                    joined[key] = joined.get(key, "") + value if key == "content" else value
    return joined


@over_every_vendor
@streamed_or_whole
async def test_a_key_may_want_it_as_text_between_tags(model: str, stream: bool) -> None:
    message = await chat(Desk(ANSWERS[model], reasoning="think_tags"), model, stream=stream)

    assert seen(message["content"]) == f"<think>{SEEN}</think>\n\n"
    assert not {"reasoning_content", "reasoning_details"} & message.keys()
    assert message["tool_calls"]


@over_every_vendor
@streamed_or_whole
async def test_a_key_may_want_none_of_it(model: str, stream: bool) -> None:
    message = await chat(Desk(ANSWERS[model], reasoning="off"), model, stream=stream)

    assert not message["content"]
    assert not {"reasoning_content", "reasoning_details"} & message.keys()
    assert message["tool_calls"]


@over_every_vendor
@pytest.mark.parametrize("shown", ["think_tags", "off"])
async def test_the_model_gets_it_back_however_it_was_shown(
    model: str, shown: ReasoningShown
) -> None:
    desk = Desk(ANSWERS[model], reasoning=shown)
    body = {"model": model, "tools": [TOOL]}

    async with await desk.http() as client:
        first = await client.post("/v1/chat/completions", json={**body, "messages": [ASKED]})
        message = first.json()["choices"][0]["message"]
        result = {
            "role": "tool",
            "tool_call_id": message["tool_calls"][0]["id"],
            "content": "21",
        }
        await client.post(
            "/v1/chat/completions", json={**body, "messages": [ASKED, message, result]}
        )

    asked = desk.asked[-1].content.decode()
    assert "<think>" not in asked
    sealed = {"claude-house": "S+/=", "gemini-house": "R29vZ2xl", "responses-house": "E+/="}
    assert sealed.get(model, SEEN) in asked


async def test_what_a_chat_client_sends_back_of_its_answer_is_no_thought() -> None:
    desk = Desk(ANSWERS["deep-house"], reasoning="think_tags")
    said = {"role": "assistant", "content": "<think>so</think>\n\nwarm"}

    await (await desk.http()).post(
        "/v1/chat/completions",
        json={"model": "house", "messages": [ASKED, said, ASKED]},
    )

    assert json.loads(desk.asked[0].content)["messages"][1]["content"] == "warm"


async def test_other_clients_are_told_as_ever() -> None:
    desk = Desk(ANSWERS["deep-house"], reasoning="off")
    http = await desk.http()

    answer = await http.post("/v1/responses", json={"model": "deep-house", "input": "q"})

    assert answer.json()["output"][0]["summary"] == [{"type": "summary_text", "text": SEEN}]


THINKING = {"type": "enabled", "budget_tokens": 2048}
WISHES: list[tuple[ToAnthropicClients, object, bool]] = [
    ("signed", None, True),
    ("signed", THINKING, True),
    ("text_once", None, False),
    ("text_once", {"type": "disabled"}, False),
    ("text_once", THINKING, True),
    ("off", THINKING, False),
    ("off", None, False),
]


@pytest.mark.parametrize(("wish", "thinking", "told"), WISHES)
@pytest.mark.parametrize("model", ["gemini-house", "deep-house", "responses-house"])
@streamed_or_whole
async def test_others_reasoning_reaches_anthropic_s_clients_by_the_operator_s_wish(
    wish: ToAnthropicClients, thinking: object, told: bool, model: str, stream: bool
) -> None:
    desk = Desk(ANSWERS[model], to_anthropic_clients=wish)

    answer = await (await desk.http()).post(
        "/v1/messages",
        json={
            "model": model,
            "max_tokens": 4096,
            "messages": [ASKED],
            "stream": stream,
            **({} if thinking is None else {"thinking": thinking}),
        },
    )

    assert ("relay:" in answer.text) is told
    assert ("First" in answer.text) is told
    assert '"tool_use"' in answer.text


@pytest.mark.parametrize("wish", ["text_once", "off"])
@streamed_or_whole
async def test_anthropic_s_own_is_always_told(wish: ToAnthropicClients, stream: bool) -> None:
    """Also where the request has to be converted: what is the operator's is none of its own."""
    desk = Desk(ANSWERS["claude-house"], to_anthropic_clients=wish)
    body = {"model": "claude-house-high", "max_tokens": 4096, "messages": [ASKED]}

    answer = await (await desk.http()).post("/v1/messages", json={**body, "stream": stream})

    assert '"S+/="' in answer.text
    assert '"D=="' in answer.text
