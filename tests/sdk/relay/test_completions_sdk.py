"""The official OpenAI client speaks its first format, on models of every vendor."""

import httpx2
import openai
import pytest

from tests.sdk.relay.relay_desk import FORMATS, Desk, refusing, speaking, streaming

over_every_vendor = pytest.mark.parametrize("model", FORMATS)


@over_every_vendor
async def test_a_whole_answer(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    answer = await client.completions.create(model=model, prompt="Once upon a", max_tokens=9)

    assert answer.object == "text_completion"
    assert answer.model == model
    assert answer.id.startswith("cmpl-")
    (choice,) = answer.choices
    assert (choice.text, choice.finish_reason) == ("Once upon a", "stop")
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (3, 3)
    row = await desk.only_row()
    assert (row.outcome, row.usage.output, row.cost) == ("ok", 3, 3 * 150 + 3 * 600)


@over_every_vendor
async def test_a_stream(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    stream = await client.completions.create(
        model=model,
        prompt=["Once upon a"],
        stream=True,
        echo=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]

    assert {chunk.object for chunk in chunks} == {"text_completion"}
    *said, last = chunks
    assert "".join(chunk.choices[0].text for chunk in said) == "Once upon aOnce upon a"
    assert said[-1].choices[0].finish_reason == "stop"
    assert last.usage is not None
    assert last.usage.completion_tokens == 3
    row = await desk.only_row()
    assert (row.outcome, row.usage.output, row.streamed) == ("ok", 3, True)


@over_every_vendor
async def test_the_limit_of_length_is_told(model: str) -> None:
    client = await Desk(speaking("fake-length")).client()

    answer = await client.completions.create(model=model, prompt="Once")

    assert answer.choices[0].finish_reason == "length"


async def test_a_cut_stream_is_no_good_end() -> None:
    first = 'data: {"id":"u","choices":[{"index":0,"delta":{"content":"Once"}}]}\n\n'
    client = await Desk(streaming(first)).client()

    stream = await client.completions.create(model="house", prompt="hi", stream=True)

    with pytest.raises(openai.APIError, match="cut off"):
        _ = [chunk async for chunk in stream]


@over_every_vendor
async def test_a_refusal_of_the_provider_is_told(model: str) -> None:
    client = await Desk(refusing(429, "slow down")).client()

    with pytest.raises(openai.RateLimitError, match="slow down"):
        await client.completions.create(model=model, prompt="Once")


@over_every_vendor
async def test_what_cannot_be_answered_is_refused_at_once(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    with pytest.raises(openai.BadRequestError, match="suffix: the model cannot"):
        await client.completions.create(model=model, prompt="def f():", suffix="return x")
    with pytest.raises(openai.BadRequestError, match="logprobs: no model that chats") as refused:
        await client.completions.create(model=model, prompt="a", logprobs=2, echo=True)
    assert refused.value.param == "logprobs"
    with pytest.raises(openai.BadRequestError, match="prompt: must be text; no model"):
        await client.completions.create(model=model, prompt=[[1, 2], [3]])

    assert not desk.asked


@over_every_vendor
async def test_what_was_left_out_is_told(model: str) -> None:
    client = await Desk(speaking("fake-echo")).client()

    answer = await client.completions.with_raw_response.create(
        model=model, prompt="a", logit_bias={"50256": -100}
    )

    assert answer.headers["x-parley-dropped"] == "logit_bias"


@over_every_vendor
async def test_several_prompts_are_one_call(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    answer = await client.completions.create(model=model, prompt=["Once upon", "a time"], echo=True)

    assert [each.index for each in answer.choices] == [0, 1]
    assert [each.text for each in answer.choices] == ["Once uponOnce upon", "a timea time"]
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (4, 4)
    assert len(desk.asked) == 2
    row = await desk.only_row()
    assert (row.outcome, row.usage.output, row.cost) == ("ok", 4, 4 * 150 + 4 * 600)


@over_every_vendor
async def test_several_prompts_as_a_stream(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    stream = await client.completions.create(
        model=model,
        prompt=["Once upon", "a time"],
        stream=True,
        stream_options={"include_usage": True},
    )
    said, ends, counted = ["", ""], [0, 0], 0
    async for chunk in stream:
        for each in chunk.choices:
            said[each.index] += each.text
            ends[each.index] += bool(each.finish_reason)
        counted += chunk.usage.completion_tokens if chunk.usage else 0

    assert said == ["Once upon", "a time"]
    assert ends == [1, 1]
    assert counted == 4


async def test_one_prompt_that_is_refused_refuses_them_all() -> None:
    desk = Desk(refusing(429, "slow down"))
    client = await desk.client()

    with pytest.raises(openai.RateLimitError):
        await client.completions.create(model="house", prompt=["a", "b"])

    assert (await desk.only_row()).outcome == "error"


LIKELY: dict[str, object] = {"token": "Once", "logprob": -0.5, "bytes": None, "top_logprobs": []}


def likely(request: httpx2.Request) -> httpx2.Response:
    """OpenAI's chat, or Gemini: each tells how likely its one token was."""
    if request.url.path.endswith("/chat/completions"):
        choice: dict[str, object] = {
            "index": 0,
            "message": {"role": "assistant", "content": "Once"},
            "logprobs": {"content": [LIKELY], "refusal": None},
            "finish_reason": "stop",
        }
        return httpx2.Response(200, json={"id": "c", "model": "m", "choices": [choice]})
    chosen = {"token": "Once", "logProbability": -0.5}
    candidate: dict[str, object] = {
        "content": {"role": "model", "parts": [{"text": "Once"}]},
        "finishReason": "STOP",
        "logprobsResult": {"chosenCandidates": [chosen], "topCandidates": [{"candidates": []}]},
    }
    return httpx2.Response(200, json={"candidates": [candidate], "responseId": "r"})


@pytest.mark.parametrize("model", ["house", "gemini-house"])
async def test_how_likely_the_tokens_were_is_told_where_the_model_says_it(model: str) -> None:
    client = await Desk(likely).client()

    answer = await client.completions.create(model=model, prompt="q", logprobs=2, max_tokens=9)

    told = answer.choices[0].logprobs
    assert told is not None
    assert (told.tokens, told.token_logprobs, told.text_offset) == (["Once"], [-0.5], [0])


@pytest.mark.parametrize("model", ["claude-house", "responses-house"])
async def test_where_it_does_not_that_is_told(model: str) -> None:
    client = await Desk(speaking("fake-echo")).client()

    answer = await client.completions.with_raw_response.create(model=model, prompt="q", logprobs=2)

    assert answer.headers["x-parley-dropped"] == "logprobs"
    assert answer.parse().choices[0].logprobs is None
