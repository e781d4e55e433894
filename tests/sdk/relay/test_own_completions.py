"""A server that speaks OpenAI's first format itself: all that it can do goes through to it."""

import json
from dataclasses import replace

import httpx2
import openai
import pytest

from domain.catalog.models import Catalog
from domain.llm.tasks import Task
from domain.llm.usage import Usage
from tests.sdk.relay.relay_desk import MODELS, Desk, Provider

COUNTED = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
LISTED = {"tokens": ["x"], "token_logprobs": [None], "top_logprobs": None, "text_offset": [0]}


def choice(text: str, finish: str | None = None, index: int = 0) -> dict[str, object]:
    return {"text": text, "index": index, "logprobs": LISTED, "finish_reason": finish}


def completions(request: httpx2.Request) -> httpx2.Response:
    """As vLLM and OpenAI answer; it counts in a chunk of its own where it is asked to."""
    asked = json.loads(request.content)
    envelope: dict[str, object] = {
        "id": "cmpl-up",
        "object": "text_completion",
        "created": 1,
        "model": "up-1",
    }
    if not asked.get("stream"):
        both = [choice("return 1", "stop"), choice("return 2", "length", 1)]
        whole = {**envelope, "choices": both, "usage": COUNTED, "kv_transfer": None}
        return httpx2.Response(200, json=whole)
    chunks: list[dict[str, object]] = [
        {**envelope, "choices": [each]} for each in (choice("return"), choice(" 1", "stop"))
    ]
    if (asked.get("stream_options") or {}).get("include_usage"):
        chunks.append({**envelope, "choices": [], "usage": COUNTED})
    told = "".join(f"data: {json.dumps(each)}\n\n" for each in chunks)
    headers = {"content-type": "text/event-stream"}
    return httpx2.Response(200, content=f"{told}data: [DONE]\n\n", headers=headers)


def a_desk(provider: Provider = completions, *tasks: Task) -> Desk:
    models = (
        replace(each, tasks=tasks or ("completions",))
        if each.name in {"house", "deep-house"}
        else each
        for each in MODELS.models
    )
    return Desk(provider, models=Catalog(models=tuple(models)))


@pytest.mark.parametrize("model", ["house", "deep-house"])
@pytest.mark.parametrize(
    "asked",
    [
        {"prompt": "def f():", "suffix": "# end"},
        {"prompt": [1, 2, 3]},
        {"prompt": [[1, 2], [3]], "best_of": 4},
        {"prompt": ["a", "b"]},
        {"prompt": "x", "echo": True, "logprobs": 1, "max_tokens": 0},
        {"prompt": "x", "guided_regex": ".*"},
    ],
)
async def test_whatever_is_asked_goes_through_as_it_is(
    model: str, asked: dict[str, object]
) -> None:
    desk = a_desk()
    http = await desk.http()

    answer = await http.post("/v1/completions", json={"model": model, **asked})

    told = answer.json()
    assert told["model"] == model
    assert [each["text"] for each in told["choices"]] == ["return 1", "return 2"]
    assert told["choices"][0]["logprobs"] == LISTED
    assert "kv_transfer" in told
    (sent,) = desk.asked
    assert sent.url.path == "/v1/completions"
    upstream = "up-1" if model == "house" else "deepseek-v4-pro"
    assert json.loads(sent.content) == {"model": upstream, **asked}
    row = await desk.only_row()
    assert (row.outcome, row.usage, row.dropped) == (
        "ok",
        Usage(input_uncached=3, output=2),
        (),
    )
    assert row.cost == 3 * 150 + 2 * 600


@pytest.mark.parametrize("counted", [True, False])
async def test_a_stream_is_counted_though_its_client_did_not_ask(counted: bool) -> None:
    desk = a_desk()
    client = await desk.client()

    stream = await client.completions.create(
        model="gpt-house",
        prompt="def f():",
        suffix="# end",
        stream=True,
        stream_options={"include_usage": counted},
    )
    chunks = [chunk async for chunk in stream]

    assert "".join(each.text for chunk in chunks for each in chunk.choices) == "return 1"
    assert {chunk.model for chunk in chunks} == {"gpt-house"}
    assert [bool(chunk.usage) for chunk in chunks] == [False, False, *([True] if counted else [])]
    row = await desk.only_row()
    assert (row.outcome, row.usage.output, row.streamed) == ("ok", 2, True)


async def test_a_stream_that_is_cut_is_no_good_end() -> None:
    chunk = {"id": "c", "choices": [choice("return")]}
    cut = httpx2.Response(
        200,
        content=f"data: {json.dumps(chunk)}\n\n",
        headers={"content-type": "text/event-stream"},
    )
    desk = a_desk(lambda _: cut)
    client = await desk.client()

    stream = await client.completions.create(model="house", prompt=[1], stream=True)

    with pytest.raises(openai.APIError, match="cut off"):
        _ = [each async for each in stream]
    assert (await desk.only_row()).outcome == "error"


async def test_its_refusal_is_told_as_it_came() -> None:
    error = {"error": {"message": "no suffix here", "type": "BadRequestError", "code": 400}}
    client = await a_desk(lambda _: httpx2.Response(422, json=error)).client()

    with pytest.raises(openai.UnprocessableEntityError, match="no suffix here"):
        await client.completions.create(model="house", prompt="a", suffix="b")


async def test_a_model_of_completions_does_not_chat() -> None:
    desk = a_desk()
    client = await desk.client()

    with pytest.raises(openai.BadRequestError, match="is for completions, not for chat"):
        await client.chat.completions.create(
            model="house", messages=[{"role": "user", "content": "q"}]
        )

    assert not desk.asked


async def test_a_model_may_do_both() -> None:
    desk = a_desk(completions, "chat", "completions")
    http = await desk.http()

    await http.post("/v1/completions", json={"model": "house", "prompt": [1]})
    await http.post(
        "/v1/chat/completions",
        json={"model": "house", "messages": [{"role": "user", "content": "q"}]},
    )

    paths = [*dict.fromkeys(each.url.path for each in desk.asked)]
    assert paths == ["/v1/completions", "/v1/chat/completions"]


async def test_anthropic_s_and_google_s_models_never_do() -> None:
    claude = replace(MODELS.find("claude-house"), tasks=("chat", "completions"))
    desk = Desk(completions, models=Catalog(models=(claude,)))
    client = await desk.client()

    with pytest.raises(openai.BadRequestError, match="suffix: the model cannot"):
        await client.completions.create(model="claude-house", prompt="a", suffix="b")

    assert not desk.asked
