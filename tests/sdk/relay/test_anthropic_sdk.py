"""The official Anthropic client against the relay, on every format that a provider can speak."""

import json
from typing import Any

import anthropic
import httpx2
import pytest
from anthropic.types import ToolUseBlock

from domain.llm.usage import Usage
from tests.sdk.relay.relay_desk import (
    FORMATS,
    KEY,
    Desk,
    refusing,
    speaking,
)

ASKED: list[Any] = [{"role": "user", "content": "one two three four"}]
WEATHER: Any = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
}


@pytest.mark.parametrize("model", FORMATS)
async def test_a_whole_answer_is_right_to_the_field(model: str) -> None:
    desk = Desk(speaking("fake-cached"))
    client = await desk.anthropic()

    answer = await client.messages.create(model=model, max_tokens=100, messages=ASKED)

    (block,) = answer.content
    assert block.type == "text"
    assert block.text == "one two three four"
    assert (answer.type, answer.role, answer.model) == ("message", "assistant", model)
    assert answer.id.startswith("msg_")
    assert (answer.stop_reason, answer.stop_sequence) == ("end_turn", None)
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (1, 4)
    assert answer.usage.cache_read_input_tokens == 3
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=1, cache_read=3, output=4)
    assert row.cost == 1 * 150 + 3 * 75 + 4 * 600
    assert (row.outcome, row.model, row.streamed) == ("ok", model, False)
    # Of its own format an answer is the vendor's, id and all.
    assert answer.id == ("msg_fake" if model == "claude-house" else f"msg_{row.id}")


@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize(
    "said", ["fake-echo", "fake-tool", "fake-tools", "fake-think", "fake-length"]
)
async def test_a_stream_folds_to_the_whole_answer(model: str, said: str) -> None:
    desk = Desk(speaking(said))
    client = await desk.anthropic()

    async with client.messages.stream(
        model=model, max_tokens=100, messages=ASKED, tools=[WEATHER]
    ) as stream:
        streamed = await stream.get_final_message()
    whole = await client.messages.create(
        model=model, max_tokens=100, messages=ASKED, tools=[WEATHER]
    )

    alike = {"content", "stop_reason", "stop_sequence", "usage", "model", "role", "type"}
    assert streamed.model_dump(include=alike) == whole.model_dump(include=alike)
    first, second = await desk.rows()
    assert (first.usage, first.cost) == (second.usage, second.cost)


@pytest.mark.parametrize("model", FORMATS)
async def test_parallel_tool_calls_come_through_whole(model: str) -> None:
    client = await Desk(speaking("fake-tools")).anthropic()

    async with client.messages.stream(
        model=model, max_tokens=100, messages=ASKED, tools=[WEATHER]
    ) as stream:
        answer = await stream.get_final_message()

    calls = [block for block in answer.content if isinstance(block, ToolUseBlock)]
    assert [(call.name, call.input) for call in calls] == [("weather", {"city": "Zürich"})] * 2
    assert len({call.id for call in calls}) == 2
    assert answer.stop_reason == "tool_use"


@pytest.mark.parametrize("model", FORMATS)
async def test_an_image_reaches_the_provider(model: str) -> None:
    client = await Desk(speaking("fake-look")).anthropic()
    source: Any = {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}

    answer = await client.messages.create(
        model=model,
        max_tokens=100,
        messages=[{"role": "user", "content": [{"type": "image", "source": source}]}],
    )

    assert answer.content[0].type == "text"
    assert answer.content[0].text == "I see image/png"


@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (400, anthropic.BadRequestError, "invalid_request_error"),
        (404, anthropic.NotFoundError, "not_found_error"),
        (429, anthropic.RateLimitError, "rate_limit_error"),
        (500, anthropic.InternalServerError, "api_error"),
    ],
)
async def test_a_refusal_is_an_error_of_its_kind(
    model: str, status: int, error: type[anthropic.APIStatusError], kind: str
) -> None:
    desk = Desk(refusing(status, "not now", retry_after="7"))
    client = await desk.anthropic()

    with pytest.raises(error, match="not now") as caught:
        await client.messages.create(model=model, max_tokens=100, messages=ASKED)

    body: Any = caught.value.body
    assert body["type"] == "error"
    assert body["error"]["type"] == kind
    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.request_id


async def test_our_own_refusals_come_in_anthropics_envelope_with_the_requests_id() -> None:
    desk = Desk(speaking("fake-echo"))
    stranger, client = await desk.anthropic(key="sk-parley-nonsense"), await desk.anthropic()

    with pytest.raises(anthropic.AuthenticationError, match="not a Parley key") as unknown:
        await stranger.messages.create(model="house", max_tokens=1, messages=ASKED)
    with pytest.raises(anthropic.NotFoundError, match="there is no model 'nope'"):
        await client.messages.create(model="nope", max_tokens=1, messages=ASKED)
    with pytest.raises(anthropic.BadRequestError, match="messages: at least one message"):
        await client.messages.create(model="house", max_tokens=1, messages=[])

    body: Any = unknown.value.body
    assert body["error"]["type"] == "authentication_error"
    assert body["request_id"] == unknown.value.request_id


@pytest.mark.parametrize("model", FORMATS)
async def test_a_cut_stream_is_an_error_and_never_a_clean_end(model: str) -> None:
    def cut(request: httpx2.Request) -> httpx2.Response:
        whole = speaking("fake-echo")(request)
        frames = whole.content.split(b"\n\n")
        return httpx2.Response(
            200, content=b"\n\n".join(frames[: len(frames) // 2]), headers=whole.headers
        )

    desk = Desk(cut)
    http = await desk.http()

    answer = await http.post(
        "/v1/messages",
        json={"model": model, "max_tokens": 9, "stream": True, "messages": ASKED},
    )

    assert "event: error\n" in answer.text
    assert "message_stop" not in answer.text
    assert (await desk.only_row()).error_kind == "cut"


@pytest.mark.parametrize("model", FORMATS)
async def test_an_overflow_reads_as_claude_code_expects(model: str) -> None:
    said = "This model's maximum context length is 100 tokens. You requested 120 tokens."
    client = await Desk(refusing(400, said)).anthropic()

    with pytest.raises(anthropic.BadRequestError, match="prompt is too long: 120 tokens > 100"):
        await client.messages.create(model=model, max_tokens=9, messages=ASKED)


@pytest.mark.parametrize("version", ["2023-06-01", "2026-10-21"])
@pytest.mark.parametrize("header", ["x-api-key", "authorization"])
async def test_both_keys_and_both_versions_are_taken(version: str, header: str) -> None:
    http = await Desk(speaking("fake-echo")).http()
    del http.headers["authorization"]
    key = KEY if header == "x-api-key" else f"Bearer {KEY}"

    answer = await http.post(
        "/v1/messages?beta=true",
        headers={header: key, "anthropic-version": version, "anthropic-beta": "a-1,b-2"},
        json={"model": "house", "max_tokens": 9, "messages": ASKED},
    )

    assert answer.status_code == 200
    assert answer.headers["request-id"]


async def test_what_another_vendor_cannot_take_is_named_in_a_header() -> None:
    http = await Desk(speaking("fake-echo")).http()

    answer = await http.post(
        "/v1/messages",
        json={
            "model": "house",
            "max_tokens": 9,
            "messages": ASKED,
            "top_k": 5,
            "context_management": {"edits": []},
            "wéird\nname": 1,
        },
    )

    assert answer.status_code == 200
    assert answer.headers["x-parley-dropped"] == "context_management, w?ird?name, top_k"


async def test_every_mistaken_path_leads_to_the_same_answer() -> None:
    http = await Desk(speaking("fake-echo")).http()
    body = {"model": "house", "max_tokens": 9, "messages": ASKED}

    for path in ("/v1/messages", "/v1/v1/messages", "/messages", "/v1/messages/"):
        assert (await http.post(path, json=body)).status_code == 200


async def test_an_error_in_mid_stream_is_told_in_the_stream() -> None:
    def broken(request: httpx2.Request) -> httpx2.Response:
        whole = speaking("fake-echo")(request)
        frames = whole.content.split(b"\n\n")
        fault = b'data: {"error": {"message": "Overloaded", "code": "server_is_overloaded"}}'
        content = b"\n\n".join([*frames[:3], fault, *frames[3:]])
        return httpx2.Response(200, content=content, headers=whole.headers)

    http = await Desk(broken).http()

    answer = await http.post(
        "/v1/messages", json={"model": "house", "max_tokens": 9, "stream": True, "messages": ASKED}
    )

    last = answer.text.rstrip().rpartition("\n\n")[2]
    assert last.startswith("event: error\ndata: ")
    told = json.loads(last.partition("data: ")[2])
    assert told["error"] == {"type": "overloaded_error", "message": "Overloaded"}


BODY = (
    '{ "model":"claude-house", "max_tokens": 9, "stream": true,'
    '\n "messages":[{"role":"user","content":"caf\\u00e9 \\ud83d\\ude00 x"}],'
    ' "new_thing": {"a": 1.50}}'
)


async def test_a_request_for_anthropic_goes_through_byte_for_byte() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()

    answer = await http.post(
        "/v1/messages?beta=true",
        content=BODY,
        headers={
            "anthropic-version": "2026-10-21",
            "anthropic-beta": "one-1,two-2",
            "anthropic-api-key": "sk-client",
            "cookie": "c=1",
        },
    )

    (asked,) = desk.asked
    assert asked.content.decode() == BODY.replace("claude-house", "claude-sonnet-4-5")
    assert asked.headers["anthropic-version"] == "2026-10-21"
    assert asked.headers["anthropic-beta"] == "one-1,two-2"
    assert asked.headers["x-api-key"] == "sk-provider"
    assert not {"authorization", "cookie", "anthropic-api-key"} & {*asked.headers}
    provider = speaking("fake-echo")(asked).content
    assert answer.content == provider.replace(b"up-1", b"claude-house")
    assert "x-parley-dropped" not in answer.headers


async def test_a_client_that_names_no_version_gets_the_usual_one() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()

    await http.post("/v1/messages", content=BODY)

    assert desk.asked[0].headers["anthropic-version"] == "2023-06-01"


async def test_anthropic_s_own_refusal_comes_back_as_it_is() -> None:
    refusal = {
        "type": "error",
        "error": {"type": "invalid_request_error", "message": "thinking: new", "x": [1]},
    }
    http = await Desk(lambda _: httpx2.Response(422, json=refusal)).http()

    answer = await http.post("/v1/messages", content=BODY)

    assert (answer.status_code, answer.json()) == (422, refusal)


@pytest.mark.parametrize(
    "refusal",
    [
        httpx2.Response(401, json={"error": {"message": "invalid x-api-key sk-provider"}}),
        httpx2.Response(400, json={"error": {"message": "ask http://10.0.0.7/admin"}}),
        httpx2.Response(502, content=b"<html>gateway 10.0.0.7</html>"),
    ],
    ids=["account", "address", "page"],
)
async def test_what_nobody_is_to_read_does_not_come_back(refusal: httpx2.Response) -> None:
    http = await Desk(lambda _: refusal).http()

    answer = await http.post("/v1/messages", content=BODY)

    assert answer.json()["type"] == "error"
    assert not any(word in answer.text for word in ("sk-provider", "10.0.0.7", "<html>"))


async def test_a_body_that_only_anthropic_understands_is_left_to_it() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()
    asked: Any = {"max_tokens": 9, "messages": [{"role": "oracle", "content": "hi"}]}

    known = await http.post("/v1/messages", json={**asked, "model": "claude-house"})
    unknown = await http.post("/v1/messages", json={**asked, "model": "house"})

    assert known.status_code == 200
    assert unknown.status_code == 400
    assert "there is no role 'oracle'" in unknown.json()["error"]["message"]


async def test_the_books_name_what_was_lost() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()

    await http.post(
        "/v1/messages",
        json={"model": "house", "max_tokens": 9, "messages": ASKED, "top_k": 5, "speed": "fast"},
    )

    assert (await desk.only_row()).dropped == ("speed", "top_k")
