"""Several answers to one prompt, where client and model can both say so (conversion A5, B2)."""

import json

import httpx2
import openai
import pytest
from google.genai.types import GenerateContentConfig

from tests.sdk.relay.relay_desk import Desk

TURNS: list[dict[str, str]] = [{"role": "user", "content": "hi"}]


def candidate(index: int, text: str, finish: str | None = None) -> dict[str, object]:
    ended = {} if finish is None else {"finishReason": finish}
    return {"content": {"role": "model", "parts": [{"text": text}]}, "index": index, **ended}


def choice(index: int, text: str, finish: str | None = None) -> dict[str, object]:
    return {"index": index, "delta": {"content": text}, "finish_reason": finish}


def googles(_: httpx2.Request) -> httpx2.Response:
    chunks: list[dict[str, object]] = [
        {"candidates": [candidate(0, "a"), candidate(1, "b")]},
        {"candidates": [candidate(1, "B", "MAX_TOKENS")]},
        {
            "candidates": [candidate(0, "A", "STOP")],
            "usageMetadata": {"promptTokenCount": 2, "candidatesTokenCount": 4},
        },
    ]
    return events(chunks)


def openais(_: httpx2.Request) -> httpx2.Response:
    return events(
        [
            {"choices": [choice(0, "a"), choice(1, "b")]},
            {"choices": [choice(0, "A", "stop"), choice(1, "B", "length")]},
            {"choices": [], "usage": {"prompt_tokens": 2, "completion_tokens": 4}},
        ],
        "data: [DONE]\n\n",
    )


def events(chunks: list[dict[str, object]], end: str = "") -> httpx2.Response:
    told = "".join(f"data: {json.dumps({'id': 'r', **each})}\n\n" for each in chunks)
    headers = {"content-type": "text/event-stream"}
    return httpx2.Response(200, content=(told + end).encode(), headers=headers)


async def test_openai_s_client_gets_candidates_as_choices() -> None:
    desk = Desk(googles)
    client = await desk.client()

    whole = await client.chat.completions.create(
        model="gemini-house", messages=[{"role": "user", "content": "hi"}], n=2
    )
    stream = await client.chat.completions.create(
        model="gemini-house", messages=[{"role": "user", "content": "hi"}], n=2, stream=True
    )
    said = {0: "", 1: ""}
    ends: dict[int, str] = {}
    async for chunk in stream:
        for each in chunk.choices:
            said[each.index] += each.delta.content or ""
            if each.finish_reason is not None:
                ends[each.index] = each.finish_reason

    assert [each.message.content for each in whole.choices] == ["aA", "bB"]
    assert [each.finish_reason for each in whole.choices] == ["stop", "length"]
    assert said == {0: "aA", 1: "bB"}
    assert ends == {0: "stop", 1: "length"}
    asked = json.loads(desk.asked[0].content)
    assert asked["generationConfig"]["candidateCount"] == 2
    assert [row.usage.output for row in await desk.rows()] == [4, 4]


async def test_google_s_client_gets_choices_as_candidates() -> None:
    desk = Desk(openais)
    client = await desk.google()
    config = GenerateContentConfig(candidate_count=2)

    whole = await client.aio.models.generate_content(model="house", contents="hi", config=config)
    said = {0: "", 1: ""}
    async for chunk in await client.aio.models.generate_content_stream(
        model="house", contents="hi", config=config
    ):
        for each in chunk.candidates or []:
            parts = (each.content.parts if each.content else None) or []
            said[each.index or 0] += "".join(part.text or "" for part in parts)

    texts = [each.content.parts for each in whole.candidates or [] if each.content]
    assert [[part.text for part in parts or []] for parts in texts] == [["aA"], ["bB"]]
    assert said == {0: "aA", 1: "bB"}
    assert json.loads(desk.asked[0].content)["n"] == 2


@pytest.mark.parametrize("model", ["claude-house", "responses-house"])
async def test_a_vendor_of_one_answer_refuses_two(model: str) -> None:
    desk = Desk(openais)
    client = await desk.client()

    with pytest.raises(openai.BadRequestError) as refused:
        await client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": "hi"}], n=2
        )

    assert refused.value.param == "n"
    assert desk.asked == []


async def test_an_answer_that_nobody_asked_for_is_not_told() -> None:
    desk = Desk(googles)
    http = await desk.http()

    answer = await http.post(
        "/v1/chat/completions", json={"model": "gemini-house", "messages": TURNS}
    )

    assert [each["message"]["content"] for each in answer.json()["choices"]] == ["aA"]
