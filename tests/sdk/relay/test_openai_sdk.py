"""The official OpenAI client against the relay, on a provider whose bytes are written by hand."""

import json
from typing import Any

import httpx2
import openai
import pytest

from domain.ids import KeyId, TeamId
from domain.llm.usage import Usage
from domain.transactions.transaction import Payer
from tests.sdk.relay.relay_desk import FORMATS, PIXEL, Desk, Provider, speaking, streaming


def chunk(delta: dict[str, object], *, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {"id": "chatcmpl-up", "model": "up-1", "object": "chat.completion.chunk"}
    return f"data: {json.dumps({**body, 'created': 1, 'choices': [choice]})}\n\n"


COUNT = (
    'data: {"id":"chatcmpl-up","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":5,'
    '"total_tokens":25,"prompt_tokens_details":{"cached_tokens":8},'
    '"completion_tokens_details":{"reasoning_tokens":2}}}\n\n'
)
DONE = "data: [DONE]\n\n"
WORDS = (
    chunk({"role": "assistant", "content": ""})
    + chunk({"content": "Hel"})
    + chunk({"content": "lo"})
    + chunk({}, finish="stop")
    + COUNT
    + DONE
)


def whole(message: dict[str, object], *, finish: str = "stop") -> Provider:
    def answer(_: httpx2.Request) -> httpx2.Response:
        counted = json.loads(COUNT.removeprefix("data: "))
        choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": {"x": 1}}
        return httpx2.Response(
            200, json={**counted, "object": "chat.completion", "model": "up-1", "choices": [choice]}
        )

    return answer


HELLO = whole({"role": "assistant", "content": "Hello"})


async def check_row(desk: Desk) -> None:
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=12, cache_read=8, output=5, reasoning=2)
    # 12 * 150 + 8 * 75 + 5 * 600 nano-USD
    assert row.cost == 1_800 + 600 + 3_000
    assert (row.outcome, row.model, row.upstream, row.provider) == ("ok", "house", "up-1", "acme")
    assert row.payer == Payer(team=TeamId("t1"), key=KeyId("k1234567890"))


async def test_a_whole_answer_is_right_to_the_field() -> None:
    desk = Desk(HELLO)
    client = await desk.client()

    answer = await client.chat.completions.create(
        model="gpt-house", messages=[{"role": "user", "content": "hi"}]
    )

    assert answer.model == "gpt-house"
    assert answer.object == "chat.completion"
    assert answer.id.startswith("chatcmpl-")
    assert answer.choices[0].message.content == "Hello"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (20, 5)
    assert answer.usage.prompt_tokens_details is not None
    assert answer.usage.prompt_tokens_details.cached_tokens == 8
    await check_row(desk)


async def test_the_provider_is_asked_in_the_client_s_words_with_our_own_key() -> None:
    desk = Desk(HELLO)
    client = await desk.client()

    await client.chat.completions.create(
        model="gpt-house",
        messages=[{"role": "user", "content": "hi"}],
        max_tokens=7,
        extra_body={"vendor_field": {"deep": [1.0]}},
        extra_headers={"cookie": "secret=1", "openai-beta": "b-1", "x-base-url": "http://evil"},
    )

    (request,) = desk.asked
    assert json.loads(request.content) == {
        "model": "up-1",
        "messages": [{"role": "user", "content": "hi"}],
        "max_tokens": 7,
        "vendor_field": {"deep": [1.0]},
    }
    assert request.url == "http://acme/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer sk-provider"
    assert request.headers["openai-beta"] == "b-1"
    assert not {"cookie", "x-base-url"} & {*request.headers}
    assert request.headers["x-request-id"] == (await desk.only_row()).id


async def test_what_the_provider_says_beyond_what_we_know_comes_through() -> None:
    client = await Desk(HELLO).client()

    answer = await client.chat.completions.create(
        model="house", messages=[{"role": "user", "content": "hi"}]
    )

    assert answer.choices[0].logprobs is not None
    assert answer.choices[0].logprobs.to_dict() == {"x": 1}


async def test_the_shapes_of_others_are_told_in_the_provider_s_terms() -> None:
    """As some editors send them: tools as Anthropic takes them, at this endpoint."""
    desk = Desk(streaming(WORDS))
    client = await desk.client()
    tool: Any = {"name": "sum", "input_schema": {"type": "object"}}

    await client.chat.completions.create(
        model="house", messages=[{"role": "user", "content": "hi"}], max_tokens=7, tools=[tool]
    )

    (request,) = desk.asked
    assert json.loads(request.content) == {
        "model": "up-1",
        "messages": [{"role": "user", "content": "hi"}],
        "max_completion_tokens": 7,
        "tools": [
            {"type": "function", "function": {"name": "sum", "parameters": {"type": "object"}}}
        ],
    }


@pytest.mark.parametrize("include_usage", [True, False])
async def test_a_stream_is_accumulated_by_the_official_client(*, include_usage: bool) -> None:
    desk = Desk(streaming(WORDS))
    client = await desk.client()

    stream = await client.chat.completions.create(
        model="house",
        messages=[{"role": "user", "content": "hi"}],
        stream=True,
        stream_options={"include_usage": include_usage},
    )
    chunks = [each async for each in stream]

    said = [each.choices[0].delta.content for each in chunks if each.choices]
    assert "".join(text or "" for text in said) == "Hello"
    assert chunks[0].choices[0].delta.role == "assistant"
    finishes = [each.choices[0].finish_reason for each in chunks if each.choices]
    assert [each for each in finishes if each] == ["stop"]
    counted = [each.usage.total_tokens for each in chunks if each.usage]
    assert counted == ([25] if include_usage else [])
    await check_row(desk)


async def test_a_tool_call_comes_through_whole() -> None:
    desk = Desk(
        whole(
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "call_1",
                        "type": "function",
                        "function": {"name": "sum", "arguments": '{"a":1}'},
                    }
                ],
            },
            finish="tool_calls",
        )
    )
    client = await desk.client()

    answer = await client.chat.completions.create(
        model="house",
        messages=[{"role": "user", "content": "1+?"}],
        tools=[{"type": "function", "function": {"name": "sum", "parameters": {}}}],
    )

    message = answer.choices[0].message
    assert message.content is None
    assert message.tool_calls is not None
    (call,) = message.tool_calls
    assert call.type == "function"
    assert (call.id, call.function.name, call.function.arguments) == ("call_1", "sum", '{"a":1}')
    assert answer.choices[0].finish_reason == "tool_calls"
    await check_row(desk)


async def test_an_image_reaches_the_provider_unchanged() -> None:
    desk = Desk(HELLO)
    client = await desk.client()

    await client.chat.completions.create(
        model="house",
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "what is this?"},
                    {"type": "image_url", "image_url": {"url": PIXEL, "detail": "low"}},
                ],
            }
        ],
    )

    (request,) = desk.asked
    assert json.loads(request.content)["messages"] == [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "what is this?"},
                {"type": "image_url", "image_url": {"url": PIXEL, "detail": "low"}},
            ],
        }
    ]
    await check_row(desk)


async def test_a_providers_refusal_is_an_error_of_its_kind() -> None:
    def busy(_: httpx2.Request) -> httpx2.Response:
        body = {"error": {"message": "slow down", "type": "rate_limit_error", "code": None}}
        return httpx2.Response(429, json=body, headers={"retry-after": "7"})

    desk = Desk(busy)
    client = await desk.client()

    with pytest.raises(openai.RateLimitError, match="slow down") as caught:
        await client.chat.completions.create(
            model="house", messages=[{"role": "user", "content": "hi"}]
        )

    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.type == "rate_limit_error"
    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("error", "rate_limited", 0)


async def test_a_cut_stream_is_an_error_and_never_a_clean_end() -> None:
    desk = Desk(streaming(chunk({"content": "Hel"})))
    client = await desk.client()

    stream = await client.chat.completions.create(
        model="house", messages=[{"role": "user", "content": "hi"}], stream=True
    )

    with pytest.raises(openai.APIError, match="cut off"):
        _ = [each async for each in stream]
    assert (await desk.only_row()).error_kind == "cut"


async def test_a_wrong_key_an_unknown_model_and_a_bad_body_are_told_apart() -> None:
    desk = Desk(streaming(WORDS))
    stranger = await desk.client(key="sk-parley-nonsense")
    client = await desk.client()

    with pytest.raises(openai.AuthenticationError, match="not a Parley key"):
        await stranger.models.list()
    with pytest.raises(openai.NotFoundError, match="there is no model 'nope'"):
        await client.chat.completions.create(
            model="nope", messages=[{"role": "user", "content": "hi"}]
        )
    with pytest.raises(openai.BadRequestError, match="temperature: must be between 0 and 2"):
        await client.chat.completions.create(
            model="claude-house", messages=[{"role": "user", "content": "hi"}], temperature=3
        )
    assert not await desk.rows()


async def test_models_are_listed_with_their_aliases() -> None:
    client = await Desk(streaming(WORDS)).client()

    listed = [model.id async for model in client.models.list()]
    found = await client.models.retrieve("gpt-house")

    assert listed == ["house", "gpt-house", *FORMATS[1:], "deep-house"]
    assert (found.id, found.owned_by) == ("gpt-house", "acme")


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"messages": []}, "messages"),
        ({"temperature": 5}, "temperature"),
        ({"messages": [{"role": "x", "content": "y"}]}, "messages[0].role"),
    ],
)
async def test_the_member_that_is_wrong_is_named(body: dict[str, Any], param: str) -> None:
    client = await Desk(streaming(WORDS)).client()
    messages: Any = [{"role": "user", "content": "q"}]

    with pytest.raises(openai.BadRequestError) as caught:
        await client.chat.completions.create(
            model="claude-house", messages=messages, extra_body=body
        )

    assert caught.value.param == param
    assert caught.value.type == "invalid_request_error"


async def test_what_is_wrong_with_no_member_names_none() -> None:
    http = await Desk(streaming(WORDS)).http()

    answer = await http.post("/v1/chat/completions", content="{")

    assert answer.json()["error"]["param"] is None


@pytest.mark.parametrize("model", ["claude-house", "gemini-house"])
async def test_a_free_text_tool_is_called_as_such(model: str) -> None:
    """Conversion A4.4: whoever offers it in chat's own shape knows such calls."""
    client = await Desk(speaking("fake-tool")).client()

    answer = await client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": "q"}],
        tools=[{"type": "custom", "custom": {"name": "patch"}}],
    )

    (call,) = answer.choices[0].message.tool_calls or []
    assert call.type == "custom"
    assert call.custom.name == "patch"
    assert call.custom.input


async def test_a_free_text_tool_that_was_offered_flat_is_called_as_a_function() -> None:
    client = await Desk(speaking("fake-tool")).client()
    flat: Any = [{"type": "custom", "name": "patch"}]

    answer = await client.chat.completions.create(
        model="claude-house", messages=[{"role": "user", "content": "q"}], tools=flat
    )

    (call,) = answer.choices[0].message.tool_calls or []
    assert call.type == "function"
    assert call.function.name == "patch"
