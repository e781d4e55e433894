"""Every official client on a provider that is asked in responses."""

import json
from typing import Any

import httpx2
import openai
import pytest
from pydantic import BaseModel

from tests.sdk.relay.relay_desk import FORMATS, Desk, Provider, refusing, speaking, streaming
from tests.upstream.answer import Answer, Tokens
from tests.upstream.mode import Mode
from tests.upstream.responses import Responses

MODEL = "responses-house"
SEAL = "gAAAAABfakeSeal+/=="
FUNCTION: Any = {
    "type": "function",
    "name": "weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    "strict": False,
}
TOOL: Any = {"name": "weather", "input_schema": {"type": "object", "properties": {}}}
THOUGHTFUL = Answer(
    thinking=("Let", " me see."),
    tools=("weather",),
    stop="tools",
    tokens=Tokens(input=9, output=5, cached=3, thinking=2),
)


def asked(desk: Desk, place: int = -1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(desk.asked[place].content)
    return found


def saying(answer: Answer) -> Provider:
    return streaming(b"".join(Responses().frames(answer, "up-1")).decode())


def items(desk: Desk, place: int = -1) -> list[tuple[str, str | None]]:
    """The items of a request, each with its seal or its role."""
    return [
        (item["type"], item.get("encrypted_content") or item.get("role"))
        for item in asked(desk, place)["input"]
    ]


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_chat_gets_its_words_and_its_count(*, streamed: bool) -> None:
    desk = Desk(speaking("fake-cached"))
    client = await desk.client()
    messages: Any = [{"role": "user", "content": "one two three four"}]

    if streamed:
        async with client.chat.completions.stream(
            model=MODEL, messages=messages, stream_options={"include_usage": True}
        ) as stream:
            answer: Any = await stream.get_final_completion()
    else:
        answer = await client.chat.completions.create(model=MODEL, messages=messages)

    assert answer.choices[0].message.content == "one two three four"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.prompt_tokens == 4
    assert answer.usage.prompt_tokens_details.cached_tokens == 3
    assert desk.asked[0].url == "http://acme/v1/responses"
    assert asked(desk)["store"] is False
    row = await desk.only_row()
    assert (row.outcome, row.usage.input_total, row.usage.cache_read) == ("ok", 4, 3)


async def test_a_chat_s_sealed_reasoning_comes_back_to_its_model() -> None:
    desk = Desk(saying(THOUGHTFUL))
    client = await desk.client()
    question: Any = {"role": "user", "content": "weather?"}
    tools: Any = [{"type": "function", "function": {"name": "weather"}}]
    first = await client.chat.completions.create(
        model=MODEL, messages=[question], tools=tools, reasoning_effort="low"
    )
    message: Any = first.choices[0].message.to_dict()
    result: Any = {
        "role": "tool",
        "tool_call_id": message["tool_calls"][0]["id"],
        "content": "rain",
    }

    await client.chat.completions.create(
        model=MODEL, messages=[question, message, result], tools=tools
    )

    assert message["reasoning_content"] == "Let me see."
    assert items(desk) == [
        ("message", "user"),
        ("reasoning", SEAL),
        ("function_call", None),
        ("function_call_output", None),
    ]


async def test_claude_s_clients_bring_sealed_reasoning_back_to_its_model() -> None:
    desk = Desk(saying(THOUGHTFUL))
    client = await desk.anthropic()
    question: Any = {"role": "user", "content": "weather?"}
    async with client.messages.stream(
        model=MODEL,
        max_tokens=2_000,
        messages=[question],
        tools=[TOOL],
        thinking={"type": "enabled", "budget_tokens": 1_024},
    ) as stream:
        first = await stream.get_final_message()
    said: Any = {"role": "assistant", "content": [block.to_dict() for block in first.content]}
    result: Any = {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "call_00", "content": "rain"}],
    }

    await client.messages.create(
        model=MODEL, max_tokens=2_000, messages=[question, said, result], tools=[TOOL]
    )

    assert [block.type for block in first.content] == ["thinking", "tool_use"]
    assert items(desk)[1] == ("reasoning", SEAL)
    assert asked(desk, 0)["reasoning"] == {"effort": "low", "summary": "auto"}
    # To Claude itself the other vendor's reasoning is not sent.
    desk.answer = speaking("fake-echo")
    await client.messages.create(
        model="claude-house", max_tokens=2_000, messages=[question, said, result], tools=[TOOL]
    )
    assert SEAL not in desk.asked[-1].content.decode()


async def test_what_nobody_keeps_goes_through_byte_by_byte() -> None:
    desk = Desk(saying(THOUGHTFUL))
    http = await desk.http()
    text = (
        '{ "model": "responses-house", "stream":true, "store" : false,"new":1.50,\n'
        '"input":[{"role":"user","content":"\\u00e9"}], "tools":[{"type":"web_search"}] }'
    )

    answer = await http.post(
        "/v1/responses", content=text, headers={"openai-beta": "x", "session_id": "s"}
    )

    assert desk.asked[0].content.decode() == text.replace(MODEL, "up-1")
    assert desk.asked[0].headers["openai-beta"] == "x"
    assert "session_id" not in desk.asked[0].headers
    frames = b"".join(Responses().frames(THOUGHTFUL, MODEL))
    assert answer.content == frames
    row = await desk.only_row()
    assert (row.outcome, row.usage.input_total, row.usage.output) == ("ok", 9, 5)


async def test_what_its_vendor_says_beyond_what_we_know_reaches_the_client() -> None:
    searched = {"type": "web_search_call", "id": "ws_1", "status": "completed"}
    cited = {"type": "url_citation", "url": "https://x.test", "title": "X"}

    def answer(_: httpx2.Request) -> httpx2.Response:
        whole = Responses().whole(Answer(words=("found",)), "up-1")
        whole["output"][0]["content"][0]["annotations"] = [cited]
        whole["output"].insert(0, searched)
        return httpx2.Response(200, json=whole)

    desk = Desk(answer)
    client = await desk.client()

    first = await client.responses.create(
        model=MODEL, input="q", tools=[{"type": "web_search"}], include=["web_search_call.results"]
    )
    found = await client.responses.retrieve(first.id)
    await client.responses.create(model=MODEL, input="more", previous_response_id=first.id)

    assert [item.type for item in first.output] == ["web_search_call", "message"]
    assert first.to_dict()["output"][1]["content"][0]["annotations"] == [cited]  # type: ignore[index]
    assert found.to_dict() == first.to_dict()
    assert asked(desk, 0)["include"] == [
        "web_search_call.results",
        "reasoning.encrypted_content",
    ]
    assert asked(desk)["input"][1] == searched


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_kept_answer_is_ours_and_is_continued_with_its_seals(*, streamed: bool) -> None:
    desk = Desk(speaking("fake-think"))
    client = await desk.client()
    if streamed:
        async with client.responses.stream(model=MODEL, input="why", store=True) as stream:
            first: Any = await stream.get_final_response()
    else:
        first = await client.responses.create(model=MODEL, input="why")

    second = await client.responses.create(model=MODEL, input="more", previous_response_id=first.id)

    assert first.id.startswith("resp_")
    assert first.id != "resp_fake"
    assert (second.previous_response_id, second.to_dict()["store"]) == (first.id, True)
    assert asked(desk, 0)["store"] is asked(desk)["store"] is False
    assert asked(desk)["previous_response_id"] is None
    assert items(desk) == [
        ("message", "user"),
        ("reasoning", SEAL),
        ("message", "assistant"),
        ("message", "user"),
    ]
    assert not any("id" in item for item in asked(desk)["input"])


async def test_an_answer_whose_items_were_only_streamed_is_kept_with_them() -> None:
    frames = [*Responses().frames(Answer(words=("Once",)), "up-1")]
    last = json.loads(frames[-1].partition(b"data: ")[2])
    last["response"]["output"] = []
    end = f"event: {last['type']}\ndata: {json.dumps(last)}\n\n"
    desk = Desk(streaming(b"".join(frames[:-1]).decode() + end))
    client = await desk.client()

    stream = await client.responses.create(model=MODEL, input="q", stream=True)
    events = [event async for event in stream]
    ended = events[-1]
    assert ended.type == "response.completed"
    found = await client.responses.retrieve(ended.response.id)
    await client.responses.create(
        model=MODEL, input="more", stream=True, previous_response_id=found.id
    )

    assert found.output_text == "Once"
    assert items(desk) == [("message", "user"), ("message", "assistant"), ("message", "user")]


async def test_a_conversation_may_change_its_vendor() -> None:
    desk = Desk(speaking("fake-think"))
    client = await desk.client()
    first = await client.responses.create(
        model="claude-house", input="why", reasoning={"effort": "low", "summary": "auto"}
    )
    second = await client.responses.create(model=MODEL, input="more", previous_response_id=first.id)
    await client.responses.create(model="claude-house", input="x", previous_response_id=second.id)

    assert items(desk, 1) == [("message", "user"), ("message", "assistant"), ("message", "user")]
    assert "relay:" not in desk.asked[1].content.decode()
    assert SEAL not in desk.asked[2].content.decode()


@pytest.mark.parametrize("model", FORMATS)
async def test_items_that_are_only_named_are_taken_from_kept_answers(model: str) -> None:
    desk = Desk(speaking("fake-think"))
    client = await desk.client()
    first = await client.responses.create(
        model=model, input="why", reasoning={"effort": "low", "summary": "auto"}
    )
    named: Any = [{"type": "item_reference", "id": item.id} for item in first.output]

    second = await client.responses.create(
        model=model,
        input=[{"role": "user", "content": "why"}, *named, {"role": "user", "content": "more"}],
    )
    listed = [item async for item in client.responses.input_items.list(second.id, order="asc")]

    assert "Forty-two." in desk.asked[-1].content.decode()
    assert "item_reference" not in desk.asked[-1].content.decode()
    assert [item.type for item in listed] == ["message", "reasoning", "message", "message"]


@pytest.mark.parametrize("model", FORMATS)
async def test_an_item_that_is_not_kept_is_refused_by_its_place(model: str) -> None:
    client = await Desk(speaking("fake-echo")).client()

    with pytest.raises(openai.BadRequestError, match=r"input\[1\]: there is no item 'msg_x'"):
        await client.responses.create(
            model=model,
            input=[{"role": "user", "content": "q"}, {"type": "item_reference", "id": "msg_x"}],
        )


@pytest.mark.parametrize("model", FORMATS)
async def test_state_that_only_the_vendor_has_is_refused(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    with pytest.raises(openai.BadRequestError, match="conversation: is not supported"):
        await client.responses.create(model=model, input="q", conversation="conv_1")

    assert desk.asked == []


class Weather(BaseModel):
    city: str


async def test_an_answer_is_parsed_by_its_schema() -> None:
    desk = Desk(speaking("fake", Mode(text='{"city":"Zürich"}')))
    client = await desk.client()

    answer = await client.responses.parse(model=MODEL, input="q", text_format=Weather)

    assert answer.output_parsed == Weather(city="Zürich")
    assert asked(desk)["text"]["format"]["type"] == "json_schema"


@pytest.mark.parametrize("said", ["fake-refuse", "fake-length"])
async def test_a_refusal_and_a_limit_are_told_to_everybody(said: str) -> None:
    desk = Desk(speaking(said))
    openais, anthropics = await desk.client(), await desk.anthropic()
    question: Any = [{"role": "user", "content": "q"}]

    response = await openais.responses.create(model=MODEL, input="q")
    chat = await openais.chat.completions.create(model=MODEL, messages=question)
    message = await anthropics.messages.create(model=MODEL, max_tokens=50, messages=question)

    if said == "fake-length":
        assert response.status == "incomplete"
        assert chat.choices[0].finish_reason == "length"
        assert message.stop_reason == "max_tokens"
    else:
        assert chat.choices[0].message.refusal == "I cannot help."
        assert message.stop_reason == "refusal"


@pytest.mark.parametrize("store", [True, False])
async def test_a_stream_that_is_cut_is_told_as_a_failure(*, store: bool) -> None:
    frames = [*Responses().frames(Answer(words=("Once", " upon")), "up-1")]
    desk = Desk(streaming(b"".join(frames[:-1]).decode()))
    client = await desk.client()

    stream = await client.responses.create(model=MODEL, input="q", stream=True, store=store)
    events = [event async for event in stream]

    assert events[-1].type == "response.failed"
    assert events[-1].response.error is not None
    assert "cut" in events[-1].response.error.message
    assert [each.sequence_number for each in events] == list(range(len(events)))
    assert (await desk.only_row()).outcome == "error"


async def test_a_failure_of_the_answer_is_told_to_other_clients_as_theirs() -> None:
    desk = Desk(
        streaming(Responses().error_frame(429, "slow down", "rate_limit_exceeded").decode())
    )
    client = await desk.client()

    with pytest.raises(openai.RateLimitError, match="slow down"):
        await client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": "q"}], stream=True
        )


async def test_what_the_provider_refuses_is_refused_in_its_words() -> None:
    desk = Desk(refusing(400, "Unsupported parameter: 'x'."))
    client = await desk.client()

    with pytest.raises(openai.BadRequestError, match="Unsupported parameter") as caught:
        await client.responses.create(model=MODEL, input="q", extra_body={"x": 1})

    assert caught.value.type == "invalid_request_error"


async def test_free_text_tools_are_called_with_free_text() -> None:
    called = Answer(tools=("patch",), arguments="*** Begin\n+é", stop="tools")
    desk = Desk(saying(called))
    client = await desk.client()

    async with client.responses.stream(
        model=MODEL, input="q", tools=[{"type": "custom", "name": "patch"}], store=False
    ) as stream:
        answer = await stream.get_final_response()
    chat = await client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "q"}],
        tools=[{"type": "custom", "custom": {"name": "patch"}}],
    )

    (call,) = answer.output
    assert call.type == "custom_tool_call"
    assert call.input == "*** Begin\n+é"
    (asked_of_chat,) = chat.choices[0].message.tool_calls or []
    assert asked_of_chat.type == "custom"
    assert (asked_of_chat.custom.name, asked_of_chat.custom.input) == ("patch", "*** Begin\n+é")
    assert asked(desk)["tools"] == [{"type": "custom", "name": "patch"}]
