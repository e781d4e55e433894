"""OpenAI's own client on the relay, whose models speak every vendor's dialect behind it.

Each answer is right to the field, and each call is in the books right to the token and the
nano-dollar.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import openai
import pytest
import pytest_asyncio
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam
from openai.types.chat import ChatCompletionFunctionToolParam as ToolParam

from domain.llm.usage import Usage
from domain.transactions.transaction import Transaction
from tests.integration.relay.house import VENDORS, RelayHouse
from tests.upstream.answer import Answer, Tokens
from tests.upstream.mode import Mode
from tests.upstream.openai import OpenAi

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
over_every_vendor = pytest.mark.parametrize("vendor", VENDORS)

PIXEL = "data:image/png;base64,iVBORw0KGgo="
WEATHER: ToolParam = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Look out",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


OWN_FORMAT = ("openai", "openai_compatible")
"""Their answers and errors pass as they are, but for the model's name."""
WORDS = "one two three four"
ANSWER = Answer(
    words=("one", " two", " three", " four"), tokens=Tokens(input=4, output=4, cached=3)
)
COUNTED = {
    "prompt_tokens": 4,
    "completion_tokens": 4,
    "total_tokens": 8,
    "prompt_tokens_details": {"cached_tokens": 3},
    "completion_tokens_details": {"reasoning_tokens": 0},
}


@pytest_asyncio.fixture(loop_scope="module")
async def client(house: RelayHouse) -> AsyncGenerator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(
        api_key=house.key, base_url=f"{house.url}/v1", max_retries=0
    ) as client:
        yield client


def asking(text: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": text}]


def assert_booked(row: Transaction, vendor: str, model: str, usage: Usage, cost: int) -> None:
    assert (row.usage, row.cost) == (usage, cost)
    assert (row.outcome, row.error_kind, row.source) == ("ok", None, "relay")
    assert (row.provider, row.upstream, row.model) == (vendor, model, f"{vendor}/{model}")
    assert row.payer.team is not None
    assert row.payer.key is not None


@over_every_vendor
async def test_a_whole_answer(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    model = f"{vendor}/fake-cached"

    answer = await client.chat.completions.create(model=model, messages=asking(WORDS))

    row = await house.booked()
    given = answer.model_dump(exclude_unset=True)
    assert given == (
        OpenAi().whole(ANSWER, model)
        if vendor in OWN_FORMAT
        else {
            "id": f"chatcmpl-{row.id}",
            "object": "chat.completion",
            "created": answer.created,
            "model": model,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": WORDS, "refusal": None},
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": COUNTED,
        }
    )
    if vendor not in OWN_FORMAT:  # asked a moment before the call was opened
        assert 0 <= row.at.timestamp() - answer.created < 3
    usage = Usage(input_uncached=1, cache_read=3, output=4)
    assert_booked(row, vendor, "fake-cached", usage, 1 * 150 + 3 * 75 + 4 * 600)
    assert not row.streamed


async def streamed(
    client: openai.AsyncOpenAI, model: str, text: str, **options: Any
) -> list[ChatCompletionChunk]:
    stream = await client.chat.completions.create(
        model=model,
        messages=asking(text),
        stream=True,
        stream_options={"include_usage": True},
        **options,
    )
    return [chunk async for chunk in stream]


def deltas(chunks: Sequence[ChatCompletionChunk]) -> list[dict[str, object]]:
    return [chunk.choices[0].delta.model_dump(exclude_unset=True) for chunk in chunks[:-1]]


def sent_by_openai(model: str) -> list[object]:
    frames = (frame.decode().removeprefix("data: ") for frame in OpenAi().frames(ANSWER, model))
    return [json.loads(frame) for frame in frames if "[DONE]" not in frame]


@over_every_vendor
async def test_a_stream(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    model = f"{vendor}/fake-cached"

    chunks = await streamed(client, model, WORDS)

    row = await house.booked()
    if vendor in OWN_FORMAT:
        assert [chunk.model_dump(exclude_unset=True) for chunk in chunks] == sent_by_openai(model)
    else:
        assert_our_chunks(chunks, row, model)
    usage = Usage(input_uncached=1, cache_read=3, output=4)
    assert_booked(row, vendor, "fake-cached", usage, 1 * 150 + 3 * 75 + 4 * 600)
    assert row.streamed
    assert row.first_token_ms is not None


def assert_our_chunks(chunks: Sequence[ChatCompletionChunk], row: Transaction, model: str) -> None:
    assert deltas(chunks) == [
        {"role": "assistant", "content": ""},
        {"content": "one"},
        {"content": " two"},
        {"content": " three"},
        {"content": " four"},
        {},
    ]
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * 5 + ["stop"]
    assert [chunk.usage for chunk in chunks[:-1]] == [None] * 6
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.model_dump(exclude_unset=True) == COUNTED
    created = int(row.at.timestamp())
    assert {(each.id, each.object, each.created, each.model) for each in chunks} == {
        (f"chatcmpl-{row.id}", "chat.completion.chunk", created, model)
    }


@over_every_vendor
async def test_a_tool_call(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.chat.completions.create(
        model=f"{vendor}/fake-tool", messages=asking("?"), tools=[WEATHER]
    )

    (choice,) = answer.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    (call,) = choice.message.tool_calls or []
    assert call.type == "function"
    assert call.id
    assert call.function.name == "weather"
    assert json.loads(call.function.arguments) == {"city": "Zürich"}
    row = await house.booked()
    assert_booked(row, vendor, "fake-tool", Usage(input_uncached=1, output=1), 150 + 600)


@over_every_vendor
async def test_parallel_tool_calls_in_a_stream(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    chunks = await streamed(client, f"{vendor}/fake-tools", "?", tools=[WEATHER])

    pieces = [
        piece
        for chunk in chunks[:-1]
        for piece in chunk.choices[0].delta.tool_calls or []
        if piece.function is not None
    ]
    told: dict[int, str] = {}
    for piece in pieces:
        arguments = piece.function.arguments if piece.function else None
        told[piece.index] = told.get(piece.index, "") + (arguments or "")
    assert {index: json.loads(each) for index, each in told.items()} == {
        0: {"city": "Zürich"},
        1: {"city": "Zürich"},
    }
    named = [(piece.index, piece.function.name) for piece in pieces if piece.function]
    assert [each for each in named if each[1]] == [(0, "weather"), (1, "weather")]
    ids = [piece.id for piece in pieces if piece.id]
    assert len(set(ids)) == len(ids) == 2
    assert chunks[-2].choices[0].finish_reason == "tool_calls"
    row = await house.booked()
    assert_booked(row, vendor, "fake-tools", Usage(input_uncached=1, output=2), 150 + 2 * 600)


@over_every_vendor
async def test_a_result_goes_back(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    first = await client.chat.completions.create(
        model=f"{vendor}/fake-tool", messages=asking("?"), tools=[WEATHER]
    )
    await house.booked()
    (call,) = first.choices[0].message.tool_calls or []

    answer = await client.chat.completions.create(
        model=f"{vendor}/fake-echo",
        messages=[
            *asking("?"),
            {"role": "assistant", "tool_calls": [{**call.model_dump()}]},  # type: ignore[list-item]  # as clients do
            {"role": "tool", "tool_call_id": call.id, "content": "sunny"},
            {"role": "user", "content": "thanks then"},
        ],
        tools=[WEATHER],
    )

    # Anthropic's results and words stand in one turn, which the upstream repeats as a whole.
    said = "sunny thanks then" if vendor == "anthropic" else "thanks then"
    assert answer.choices[0].message.content == said
    assert "sunny" in house.upstream.exchanges[-1].content.decode()
    assert (await house.booked()).outcome == "ok"


@over_every_vendor
async def test_an_image(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.chat.completions.create(
        model=f"{vendor}/fake-look",
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "what is this?"},
                    {"type": "image_url", "image_url": {"url": PIXEL}},
                ],
            }
        ],
    )

    assert answer.choices[0].message.content == "I see image/png"
    row = await house.booked()
    assert_booked(row, vendor, "fake-look", Usage(input_uncached=3, output=3), 3 * 150 + 3 * 600)


@over_every_vendor
async def test_reasoning(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.chat.completions.create(
        model=f"{vendor}/fake-think", messages=asking("why"), reasoning_effort="low"
    )

    message = answer.choices[0].message
    assert message.content == "Forty-two."
    assert (message.model_extra or {})["reasoning_content"] == "Let me see."
    row = await house.booked()
    reasoning = 0 if vendor == "anthropic" else 3  # counted apart by the others alone
    usage = Usage(input_uncached=1, output=5, reasoning=reasoning)
    assert_booked(row, vendor, "fake-think", usage, 150 + 5 * 600)


@over_every_vendor
async def test_an_error(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    house.upstream.script(Mode(kind="status", status=429, retry_after="7", message="slow down"))

    with pytest.raises(openai.RateLimitError) as caught:
        await client.chat.completions.create(model=f"{vendor}/fake-echo", messages=asking("hi"))

    error = caught.value
    assert error.response.headers["retry-after"] == "7"
    assert error.response.json() == {
        "error": {
            "message": "slow down",
            "type": "rate_limit_error",
            "param": None,
            "code": None if vendor in OWN_FORMAT else "rate_limit_exceeded",
        }
    }
    row = await house.booked()
    assert (row.outcome, row.error_kind) == ("error", "rate_limited")
    assert (row.usage, row.cost) == (Usage(), 0)


@over_every_vendor
async def test_a_key_of_ours_that_is_refused_is_no_fault_of_the_client(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    house.upstream.script(Mode(kind="status", status=401, message=f"bad key {vendor}-secret"))

    with pytest.raises(openai.InternalServerError, match="tell your administrator") as caught:
        await client.chat.completions.create(model=f"{vendor}/fake-echo", messages=asking("hi"))

    assert caught.value.status_code == 502
    assert f"{vendor}-secret" not in caught.value.response.text
    assert (await house.booked()).error_kind == "unauthenticated"


@over_every_vendor
@pytest.mark.parametrize("kind", ["rst_after", "error_in_200_stream"])
async def test_an_answer_that_breaks_off_is_an_error_and_what_was_said_is_charged(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str, kind: str
) -> None:
    words = "one two three four five six seven"
    house.upstream.script(Mode.read({"kind": kind, "after": 5}))

    with pytest.raises(openai.APIError):
        await streamed(client, f"{vendor}/fake-echo", words)

    row = await house.booked()
    assert (row.outcome, row.error_kind) == ("error", "cut" if kind == "rst_after" else "server")
    assert row.usage.estimated
    assert row.usage.output > 0
    assert row.price is not None
    assert row.cost == row.price.cost(row.usage)


@over_every_vendor
async def test_a_client_that_leaves_ends_the_call_at_the_vendor(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    house.upstream.script(Mode(kind="stall_after", after=5))
    stream = await client.chat.completions.create(
        model=f"{vendor}/fake-echo", messages=asking("one two three four five six"), stream=True
    )
    await anext(stream)

    await stream.close()

    (exchange,) = house.upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 2)
    assert exchange.closed_by_client_at is not None
    assert (await house.booked()).outcome == "client_closed"


@over_every_vendor
async def test_the_vendor_gets_its_own_key_and_our_request_s_id(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    await client.chat.completions.create(model=f"{vendor}/fake-echo", messages=asking("hi"))

    row = await house.booked()
    (exchange,) = house.upstream.exchanges
    assert exchange.headers["x-request-id"] == row.id
    assert any(f"{vendor}-secret" in value for value in exchange.headers.values())
    assert not any(house.key in value for value in exchange.headers.values())
