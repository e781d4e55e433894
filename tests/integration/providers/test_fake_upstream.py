"""The fake upstream, heard by the vendors' own clients: they are strict about their frames."""

import asyncio

import httpx2
import pytest
from anthropic import AsyncAnthropic
from google import genai
from openai import AsyncOpenAI

from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

pytestmark = pytest.mark.enable_socket

_FUNCTION = {"name": "weather", "parameters": {"type": "object"}}


async def test_openai_s_client_hears_an_echo(fake_upstream: FakeUpstream) -> None:
    async with AsyncOpenAI(api_key="k", base_url=f"{fake_upstream.url}/v1") as client:
        stream = client.chat.completions.stream(
            model="fake-echo",
            messages=[{"role": "user", "content": "one two three"}],
            stream_options={"include_usage": True},
        )
        async with stream as events:
            completion = await events.get_final_completion()

    assert completion.choices[0].message.content == "one two three"
    assert completion.usage
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (3, 3)


async def test_openai_s_client_hears_two_calls(fake_upstream: FakeUpstream) -> None:
    async with AsyncOpenAI(api_key="k", base_url=f"{fake_upstream.url}/v1") as client:
        stream = client.chat.completions.stream(
            model="fake-tools",
            messages=[{"role": "user", "content": "?"}],
            tools=[{"type": "function", "function": {"name": "weather", "parameters": {}}}],
        )
        async with stream as events:
            completion = await events.get_final_completion()

    calls = completion.choices[0].message.tool_calls or []
    assert [call.id for call in calls] == ["call_0", "call_1"]
    assert completion.choices[0].finish_reason == "tool_calls"


async def test_anthropic_s_client_hears_thinking_and_text(fake_upstream: FakeUpstream) -> None:
    async with AsyncAnthropic(api_key="k", base_url=fake_upstream.url) as client:
        stream = client.messages.stream(
            model="fake-think", max_tokens=9, messages=[{"role": "user", "content": "why"}]
        )
        async with stream as events:
            message = await events.get_final_message()

    assert [block.type for block in message.content] == ["thinking", "text"]
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens == 5


async def test_anthropic_s_client_hears_a_call(fake_upstream: FakeUpstream) -> None:
    async with AsyncAnthropic(api_key="k", base_url=fake_upstream.url) as client:
        stream = client.messages.stream(
            model="fake-tool",
            max_tokens=9,
            messages=[{"role": "user", "content": "?"}],
            tools=[{"name": "weather", "input_schema": {"type": "object"}}],
        )
        async with stream as events:
            message = await events.get_final_message()

    block = message.content[0]
    assert block.type == "tool_use"
    assert (block.name, block.input) == ("weather", {"city": "Zürich"})


async def test_google_s_client_hears_words_and_their_count(fake_upstream: FakeUpstream) -> None:
    http = httpx2.AsyncClient()
    options = genai.types.HttpOptions(base_url=fake_upstream.url, httpx_async_client=http)
    client = genai.Client(api_key="k", http_options=options)
    chunks = [
        chunk
        async for chunk in await client.aio.models.generate_content_stream(
            model="fake-think", contents="why"
        )
    ]
    await client.aio.aclose()
    await http.aclose()

    parts = [part for chunk in chunks for part in chunk.parts or []]
    assert [(part.text, part.thought) for part in parts][-1] == ("-two.", None)
    counted = chunks[-1].usage_metadata
    assert counted
    assert (counted.candidates_token_count, counted.thoughts_token_count) == (2, 3)


async def test_it_can_be_scripted_and_asked_over_http(fake_upstream: FakeUpstream) -> None:
    async with httpx2.AsyncClient(base_url=fake_upstream.url) as client:
        mode = {"kind": "status", "status": 429, "retry_after": "7"}
        await client.post("/__ctl", json={"key": "poor", "mode": mode})
        headers = {"authorization": "Bearer poor", "x-request-id": "r1"}
        refused = await client.post("/v1/chat/completions", json={"model": "m"}, headers=headers)
        wrong = await client.post("/__ctl", json={"mode": {"kind": "no such"}})
        seen = (await client.get("/__stat")).json()

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "7")
    assert wrong.status_code == 400
    assert [row["headers"]["x-request-id"] for row in seen] == ["r1"]


async def test_a_client_that_leaves_is_noticed(fake_upstream: FakeUpstream) -> None:
    fake_upstream.script(Mode(kind="stall_after", after=1))
    client = httpx2.AsyncClient(base_url=fake_upstream.url)
    body = {"model": "m", "stream": True}
    async with client.stream("POST", "/v1/chat/completions", json=body) as response:
        await anext(response.aiter_bytes())
    await client.aclose()

    (exchange,) = fake_upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 0.5)
    assert exchange.closed_by_client_at is not None
    assert exchange.chunks_sent == 1
