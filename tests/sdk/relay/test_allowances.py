"""Limits and budgets as the clients meet them: statuses, envelopes and headers."""

import asyncio
from dataclasses import replace

import httpx2
import pytest

from domain.allowances.terms import Budget, Limits
from domain.transactions.money import NanoUsd
from tests.sdk.relay.relay_desk import KEY, Desk, speaking

CALLS: dict[str, dict[str, object]] = {
    "/v1/chat/completions": {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 10},
    "/v1/messages": {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 10},
    "/v1/responses": {"input": "hi", "max_output_tokens": 16},
}
HEADERS = {"authorization": f"Bearer {KEY}", "x-real-ip": "10.0.0.1"}


def a_client(app: httpx2.ASGITransport) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=app, base_url="http://relay", headers=HEADERS)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", ["house", "claude-house"])
@pytest.mark.parametrize("path", CALLS)
async def test_a_limit_is_told_and_then_refused_with_the_second_to_come_back(
    path: str, model: str, stream: bool
) -> None:
    desk = Desk(speaking("text"), limits=Limits(requests_per_minute=2))
    body = {**CALLS[path], "model": model, "stream": stream}

    async with a_client(httpx2.ASGITransport(await desk.app())) as client:
        answers = [await client.post(path, json=body) for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    first, second, third = answers
    shape = (
        "anthropic-ratelimit-requests-{}" if path == "/v1/messages" else "x-ratelimit-{}-requests"
    )
    assert first.headers[shape.format("limit")] == "2"
    assert [each.headers[shape.format("remaining")] for each in answers] == ["1", "0", "0"]
    assert second.headers[shape.format("reset")]
    assert third.headers["retry-after"] == "60"
    kind = third.json()["error"]["type"]
    assert kind in {"rate_limit_error", "rate_limit_exceeded", "requests", "tokens"}
    assert len(desk.asked) == 2


@pytest.mark.parametrize("path", CALLS)
async def test_a_budget_without_enough_for_the_worst_case_is_402_and_reaches_nobody(
    path: str,
) -> None:
    desk = Desk(speaking("text"), budgets=(Budget(window="month", limit=NanoUsd(100)),))

    async with a_client(httpx2.ASGITransport(await desk.app())) as client:
        answer = await client.post(path, json={**CALLS[path], "model": "house"})

    assert answer.status_code == 402
    assert "the budget of this key for this month has too little left" in answer.text
    assert not desk.asked
    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("refused", "payment_required", 0)


async def test_what_a_call_did_not_use_is_there_for_the_next_one() -> None:
    # A call holds about 10 tokens of output and its input, and uses less.
    desk = Desk(speaking("text"), budgets=(Budget(window="total", limit=NanoUsd(20_000)),))
    body = {**CALLS["/v1/chat/completions"], "model": "house", "max_tokens": 25}

    async with a_client(httpx2.ASGITransport(await desk.app())) as client:
        first = await client.post("/v1/chat/completions", json=body)
        await desk.allowing.settled()
        second = await client.post("/v1/chat/completions", json=body)

    assert first.status_code == 200
    spent = sum(row.cost or 0 for row in await desk.rows())
    assert spent <= 20_000
    assert second.status_code in {200, 402}


async def test_a_call_that_ends_makes_room_for_another() -> None:
    desk = Desk(speaking("text"), limits=Limits(parallel=1))
    body = {**CALLS["/v1/chat/completions"], "model": "house"}

    async with a_client(httpx2.ASGITransport(await desk.app())) as client:
        answers: list[httpx2.Response] = []
        for _ in range(3):
            answers.append(await client.post("/v1/chat/completions", json=body))
            await desk.allowing.settled()

    assert [each.status_code for each in answers] == [200, 200, 200]


async def test_a_limit_is_not_multiplied_by_asking_at_once() -> None:
    desk = Desk(speaking("text"), limits=Limits(requests_per_minute=5))
    body = {**CALLS["/v1/chat/completions"], "model": "house"}

    async with a_client(httpx2.ASGITransport(await desk.app())) as client:
        answers = await asyncio.gather(
            *(client.post("/v1/chat/completions", json=body) for _ in range(20))
        )

    assert sorted(each.status_code for each in answers) == [200] * 5 + [429] * 15
    assert len(desk.asked) == 5


async def test_a_provider_s_limits_are_told_where_we_have_none() -> None:
    desk = Desk(speaking("text"))

    async with a_client(httpx2.ASGITransport(await desk.app())) as client:
        answer = await client.post(
            "/v1/chat/completions", json={**CALLS["/v1/chat/completions"], "model": "house"}
        )

    assert "x-ratelimit-limit-requests" not in answer.headers
    assert replace(desk, limits=Limits()).limits == Limits()
