"""What Anthropic's clients ask beside messages: counts, threads, models, signs of life."""

import json
from typing import Any

import anthropic
import httpx2
import pytest
from anthropic import beta_async_tool

from tests.sdk.relay.relay_desk import FORMATS, Desk, Provider, refusing, speaking

WEATHER: Any = {"name": "weather", "input_schema": {"type": "object"}}
ASKED: list[Any] = [{"role": "user", "content": "one two three four"}]


def counting(tokens: Any) -> Provider:
    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"input_tokens": tokens})

    return answer


async def test_anthropic_counts_its_own_tokens() -> None:
    desk = Desk(counting(77))
    client = await desk.anthropic()

    found = await client.messages.count_tokens(model="claude-house", messages=ASKED)

    assert found.input_tokens == 77
    (asked,) = desk.asked
    assert asked.url == "http://anthropic/v1/messages/count_tokens"
    assert b"claude-sonnet-4-5" in asked.content
    assert b"max_tokens" not in asked.content


async def test_google_counts_its_own_tokens_in_its_own_words() -> None:
    desk = Desk(lambda _: httpx2.Response(200, json={"totalTokens": 77}))
    client = await desk.anthropic()

    raw = await client.messages.with_raw_response.count_tokens(
        model="gemini-house", messages=ASKED, system="Be brief.", tools=[WEATHER]
    )

    assert (await raw.parse()).input_tokens == 77
    assert "x-parley-estimate" not in raw.headers
    (asked,) = desk.asked
    assert asked.url == "http://google/v1beta/models/gemini-3-pro:countTokens"
    within = json.loads(asked.content)["generateContentRequest"]
    assert within["model"] == "models/gemini-3-pro"
    assert within["systemInstruction"] == {"parts": [{"text": "Be brief."}]}
    assert within["tools"][0]["functionDeclarations"][0]["name"] == "weather"


async def test_tokens_that_nobody_counts_are_estimated_and_the_estimate_says_so() -> None:
    desk = Desk(counting(77))
    client = await desk.anthropic()

    raw = await client.messages.with_raw_response.count_tokens(model="house", messages=ASKED)

    assert (await raw.parse()).input_tokens == 12
    assert raw.headers["x-parley-estimate"] == "yes"
    assert raw.headers["request-id"]
    assert desk.asked == []


@pytest.mark.parametrize(
    "answer",
    [counting("many"), refusing(529, "busy"), refusing(404, "no")],
    ids=["nonsense", "busy", "missing"],
)
async def test_a_vendor_that_does_not_count_is_replaced_by_an_estimate(answer: Any) -> None:
    client = await Desk(answer).anthropic()

    raw = await client.messages.with_raw_response.count_tokens(model="claude-house", messages=ASKED)

    assert raw.headers["x-parley-estimate"] == "yes"


async def test_a_vendor_s_complaint_about_the_question_is_handed_on() -> None:
    client = await Desk(refusing(400, "messages: wrong")).anthropic()

    with pytest.raises(anthropic.BadRequestError, match="messages: wrong"):
        await client.messages.count_tokens(model="claude-house", messages=ASKED)


async def test_counting_is_not_booked() -> None:
    desk = Desk(counting(77))
    client = await desk.anthropic()

    await client.messages.count_tokens(model="claude-house", messages=ASKED)
    await client.messages.count_tokens(model="house", messages=ASKED)

    assert not await desk.rows()


@pytest.mark.parametrize("model", FORMATS)
async def test_a_tool_runner_that_asks_for_threads_goes_on_without_them(model: str) -> None:
    turns: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        turns.append(request)
        return speaking("fake-tool" if len(turns) == 1 else "fake-echo")(request)

    @beta_async_tool
    async def weather(city: str) -> str:
        """Say what the weather is like."""
        return f"rain in {city}"

    desk = Desk(answer)
    client = await desk.anthropic()

    runner = client.beta.messages.tool_runner(
        model=model, max_tokens=100, messages=ASKED, tools=[weather]
    )
    last = await runner.until_done()

    assert last.stop_reason == "end_turn"
    assert len(turns) == 2
    assert "rain in Z" in turns[1].content.decode()
    assert [row.outcome for row in await desk.rows()] == ["ok", "ok"]


async def test_a_thread_is_refused_in_the_words_that_clients_know() -> None:
    http = await Desk(speaking("fake-echo")).http()

    answer = await http.post(
        "/v1/messages",
        json={
            "model": "claude-house",
            "max_tokens": 1,
            "messages": ASKED,
            "thread": {"type": "create"},
        },
    )

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert error["details"] == {"error_code": "thread_unsupported_request", "unsupported": []}


async def test_models_are_listed_as_anthropic_lists_them() -> None:
    client = await Desk(speaking("fake-echo")).anthropic()

    listed = [model async for model in client.models.list(limit=2)]
    found = await client.models.retrieve("gpt-house")

    names = ["house", "gpt-house", *FORMATS[1:], "deep-house"]
    assert [model.id for model in listed] == names
    assert listed[2].display_name == "Claude of the house"
    assert (listed[2].max_input_tokens, listed[2].max_tokens) == (200_000, 64_000)
    assert (found.id, found.type, found.lifecycle) == ("gpt-house", "model", "active")
    with pytest.raises(anthropic.NotFoundError, match="there is no model 'nope'"):
        await client.models.retrieve("nope")


async def test_pages_of_models_lead_back_too() -> None:
    http = await Desk(speaking("fake-echo")).http()
    http.headers["anthropic-version"] = "2023-06-01"

    page = (await http.get("/v1/models?limit=1&before_id=claude-house")).json()

    assert [row["id"] for row in page["data"]] == ["gpt-house"]
    assert (page["first_id"], page["last_id"], page["has_more"]) == ("gpt-house", "gpt-house", True)


async def test_models_for_others_have_the_keys_that_each_looks_for() -> None:
    http = await Desk(speaking("fake-echo")).http()

    listed = (await http.get("/models")).json()

    assert listed["object"] == "list"
    assert [row["id"] for row in listed["data"]][:2] == ["house", "gpt-house"]
    assert listed["models"] == []


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/", "/api/hello"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_probe_finds_somebody(path: str, method: str) -> None:
    http = await Desk(speaking("fake-echo")).http(key="none")

    assert (await http.request(method, path)).status_code == 200


async def test_a_page_may_call_with_a_key_of_its_own() -> None:
    http = await Desk(speaking("fake-echo")).http()

    asked = await http.options(
        "/v1/chat/completions",
        headers={
            "origin": "https://app.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type",
        },
    )
    listed = await http.get("/v1/models", headers={"origin": "https://app.example"})

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "authorization" in asked.headers["access-control-allow-headers"]
    assert listed.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in listed.headers


def limited(status: int) -> Provider:
    said = {
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "7",
        "x-ratelimit-reset-requests": "60s",
        "set-cookie": "account=1",
        "openai-organization": "org-1",
    }

    def answer(request: httpx2.Request) -> httpx2.Response:
        good = (
            speaking("fake-echo")(request) if status == 200 else refusing(status, "slow")(request)
        )
        return httpx2.Response(status, content=good.content, headers={**good.headers, **said})

    return answer


@pytest.mark.parametrize("status", [200, 429])
@pytest.mark.parametrize("stream", [True, False])
async def test_what_a_provider_says_of_its_limits_is_told_in_the_client_s_headers(
    *, status: int, stream: bool
) -> None:
    http = await Desk(limited(status)).http()
    asked = {"model": "house", "max_tokens": 9, "messages": ASKED, "stream": stream}

    messages = await http.post("/v1/messages", json=asked)
    chat = await http.post("/v1/chat/completions", json=asked)

    assert messages.headers["anthropic-ratelimit-requests-limit"] == "500"
    assert messages.headers["anthropic-ratelimit-requests-remaining"] == "7"
    assert messages.headers["anthropic-ratelimit-requests-reset"].endswith("Z")
    assert chat.headers["x-ratelimit-remaining-requests"] == "7"
    assert chat.headers["x-ratelimit-reset-requests"] == "60s"
    for answer in (messages, chat):
        assert not {"set-cookie", "openai-organization"} & {*answer.headers}


TOO_MUCH: list[tuple[dict[str, Any], int, str]] = [
    ({"messages": ASKED * 2_001}, 400, "messages: has 2,001 entries"),
    ({"tools": [{"name": "f", "input_schema": {}}] * 513}, 400, "tools: has 513 entries"),
    ({"metadata": {"user_id": "x" * 21 * 1024 * 1024}}, 413, "longer than"),
]


@pytest.mark.parametrize(("extra", "status", "said"), TOO_MUCH, ids=["messages", "tools", "bytes"])
async def test_a_request_beyond_the_limits_is_refused_in_the_client_s_envelope(
    extra: dict[str, Any], status: int, said: str
) -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()

    answer = await http.post(
        "/v1/messages", json={"model": "claude-house", "max_tokens": 1, "messages": ASKED, **extra}
    )

    assert answer.status_code == status
    assert answer.json()["type"] == "error"
    assert said in answer.json()["error"]["message"]
    assert not desk.asked
