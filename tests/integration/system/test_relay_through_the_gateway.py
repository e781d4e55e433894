"""The official OpenAI SDK against the whole system, over every way in."""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator

import httpx2
import pytest
from openai import AsyncOpenAI, AuthenticationError, NotFoundError

from tests.running import RunningSystem

WAYS = ("http", "https", "http2")
LONG = " ".join(f"word{n}" for n in range(40))
"""The slow model says it back in two seconds."""


@pytest.fixture(params=WAYS)
async def openai(
    request: pytest.FixtureRequest, system: RunningSystem, trust: ssl.SSLContext
) -> AsyncGenerator[AsyncOpenAI]:
    site = system.site if request.param == "http" else system.secure_site
    http = httpx2.AsyncClient(verify=trust, http2=request.param == "http2")
    async with AsyncOpenAI(
        base_url=f"{site}/v1", api_key=system.relay_key, http_client=http, max_retries=0
    ) as client:
        yield client


async def test_an_answer_comes_whole(openai: AsyncOpenAI) -> None:
    answer = await openai.chat.completions.create(
        model="fake-echo", messages=[{"role": "user", "content": "Say this back"}]
    )

    assert answer.choices[0].message.content == "Say this back"
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (3, 3)


async def test_the_first_words_arrive_long_before_the_last_are_sent(openai: AsyncOpenAI) -> None:
    arrived: list[float] = []
    text = ""

    async for chunk in await openai.chat.completions.create(
        model="fake-slow", messages=[{"role": "user", "content": LONG}], stream=True
    ):
        if chunk.choices and chunk.choices[0].delta.content:
            arrived.append(time.monotonic())
            text += chunk.choices[0].delta.content

    assert text == LONG
    assert arrived[-1] - arrived[0] > 1
    assert len({round(at, 2) for at in arrived}) > len(arrived) / 3


async def test_errors_are_openai_s(openai: AsyncOpenAI) -> None:
    with pytest.raises(NotFoundError, match="no-such-model"):
        await openai.chat.completions.create(
            model="no-such-model", messages=[{"role": "user", "content": "hi"}]
        )
    with pytest.raises(AuthenticationError):
        await openai.with_options(api_key="sk-parley-wrong").models.list()


async def test_many_ask_at_once(openai: AsyncOpenAI) -> None:
    async def ask(number: int) -> str | None:
        answer = await openai.chat.completions.create(
            model="fake-echo", messages=[{"role": "user", "content": f"number {number}"}]
        )
        return answer.choices[0].message.content

    assert await asyncio.gather(*map(ask, range(20))) == [f"number {n}" for n in range(20)]
