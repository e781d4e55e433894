"""The official Google client against the relay, on every format that a provider can speak."""

import json
from typing import Any

import httpx2
import pytest
from google.genai import errors, types
from pydantic import BaseModel

from domain.llm.usage import Usage
from tests.sdk.relay.relay_desk import FORMATS, Desk, refusing, speaking, streaming

ASKED = "one two three four"
WEATHER = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="weather",
            description="Look out",
            parameters_json_schema={"type": "object", "properties": {"city": {"type": "string"}}},
        )
    ]
)
WITH_TOOL = types.GenerateContentConfig(tools=[WEATHER])
over_every_format = pytest.mark.parametrize("model", FORMATS)


async def streamed(
    desk: Desk, model: str, config: types.GenerateContentConfig | None = None
) -> list[types.GenerateContentResponse]:
    client = await desk.google()
    coming = await client.aio.models.generate_content_stream(
        model=model, contents=ASKED, config=config
    )
    return [chunk async for chunk in coming]


async def ask(desk: Desk, model: str, *, stream: bool) -> None:
    if stream:
        await streamed(desk, model)
    else:
        await (await desk.google()).aio.models.generate_content(model=model, contents=ASKED)


@over_every_format
async def test_a_whole_answer_is_right_to_the_field(model: str) -> None:
    desk = Desk(speaking("fake-cached"))
    client = await desk.google()

    answer = await client.aio.models.generate_content(model=model, contents=ASKED)

    assert answer.text == ASKED
    assert answer.model_version == model
    (candidate,) = answer.candidates or []
    assert candidate.finish_reason == types.FinishReason.STOP
    assert candidate.content is not None
    assert candidate.content.role == "model"
    counted = answer.usage_metadata
    assert counted is not None
    assert (counted.prompt_token_count, counted.candidates_token_count) == (4, 4)
    assert (counted.cached_content_token_count, counted.total_token_count) == (3, 8)
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=1, cache_read=3, output=4)
    assert row.cost == 1 * 150 + 3 * 75 + 4 * 600
    assert (row.outcome, row.model, row.streamed) == ("ok", model, False)
    # Of its own format an answer is the vendor's, id and all.
    assert answer.response_id == ("fake" if model == "gemini-house" else row.id)


@over_every_format
async def test_a_stream_says_the_same_piece_by_piece(model: str) -> None:
    desk = Desk(speaking("fake-cached"))

    chunks = await streamed(desk, model)

    assert [chunk.text for chunk in chunks if chunk.text] == ["one", " two", " three", " four"]
    last = chunks[-1]
    assert last.candidates is not None
    assert last.candidates[0].finish_reason == types.FinishReason.STOP
    assert last.usage_metadata is not None
    assert last.usage_metadata.total_token_count == 8
    assert {chunk.model_version for chunk in chunks} == {model}
    row = await desk.only_row()
    assert (row.usage, row.streamed) == (Usage(input_uncached=1, cache_read=3, output=4), True)


@over_every_format
async def test_thoughts_are_told_apart_from_the_answer(model: str) -> None:
    thinking = types.GenerateContentConfig(
        thinking_config=types.ThinkingConfig(include_thoughts=True)
    )

    chunks = await streamed(Desk(speaking("fake-think")), model, thinking)

    parts = [part for chunk in chunks for part in chunk.parts or [] if part.text]
    assert "".join(part.text or "" for part in parts if part.thought) == "Let me see."
    assert "".join(part.text or "" for part in parts if not part.thought) == "Forty-two."


@over_every_format
async def test_parallel_calls_come_through_whole(model: str) -> None:
    desk = Desk(speaking("fake-tools"))

    chunks = await streamed(desk, model, WITH_TOOL)

    calls = [call for chunk in chunks for call in chunk.function_calls or []]
    assert [(call.name, call.args) for call in calls] == [("weather", {"city": "Zürich"})] * 2
    if model != "gemini-house":  # Google's own may come without ids
        assert len({call.id for call in calls}) == 2
    assert b"weather" in desk.asked[0].content


@over_every_format
async def test_functions_of_the_client_are_called_by_itself(model: str) -> None:
    turns: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        turns.append(request)
        return speaking("fake-tools" if len(turns) == 1 else "fake-length")(request)

    asked: list[str] = []

    async def weather(city: str) -> str:
        """Say what the weather is like."""
        asked.append(city)
        return f"rain in {city}"

    desk = Desk(answer)
    client = await desk.google()

    last = await client.aio.models.generate_content(
        model=model, contents="weather?", config=types.GenerateContentConfig(tools=[weather])
    )

    assert last.text == "Once upon"
    assert asked == ["Zürich", "Zürich"]
    assert turns[1].content.decode().count("rain in Z") == 2
    assert [row.outcome for row in await desk.rows()] == ["ok", "ok"]


@over_every_format
async def test_an_image_reaches_the_provider(model: str) -> None:
    client = await Desk(speaking("fake-look")).google()
    picture = types.Part.from_bytes(data=b"\x89PNG\r\n\x1a\n\xff", mime_type="image/png")

    question = types.Content(role="user", parts=[types.Part(text="what?"), picture])

    answer = await client.aio.models.generate_content(model=model, contents=question)

    assert answer.text == "I see image/png"


class City(BaseModel):
    name: str
    people: int


@over_every_format
async def test_an_answer_in_a_schema_is_parsed(model: str) -> None:
    said = json.dumps({"name": "Zürich", "people": 400_000})

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content)
        asked["contents"] = [{"role": "user", "parts": [{"text": said}]}]
        asked["messages"] = [{"role": "user", "content": said}]
        echoed = httpx2.Request("POST", request.url, content=json.dumps(asked))
        return speaking("fake-echo")(echoed)

    desk = Desk(answer)
    client = await desk.google()

    found = await client.aio.models.generate_content(
        model=model,
        contents="which city?",
        config=types.GenerateContentConfig(
            response_mime_type="application/json", response_schema=City
        ),
    )

    assert found.parsed == City(name="Zürich", people=400_000)
    assert "people" in desk.asked[0].content.decode()


@over_every_format
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("fake-length", types.FinishReason.MAX_TOKENS),
        ("fake-refuse", types.FinishReason.SAFETY),
    ],
)
async def test_an_end_has_google_s_word_for_it(
    model: str, said: str, reason: types.FinishReason
) -> None:
    client = await Desk(speaking(said)).google()

    answer = await client.aio.models.generate_content(model=model, contents="q")

    assert answer.candidates is not None
    assert answer.candidates[0].finish_reason == reason


@over_every_format
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("status", "code", "word"),
    [
        (400, 400, "INVALID_ARGUMENT"),
        (429, 429, "RESOURCE_EXHAUSTED"),
        (500, 500, "INTERNAL"),
        (503, 503, "UNAVAILABLE"),
    ],
)
async def test_a_refusal_is_an_error_of_its_kind(
    *, model: str, stream: bool, status: int, code: int, word: str
) -> None:
    desk = Desk(refusing(status, "not now", retry_after="7"))

    with pytest.raises(errors.APIError, match="not now") as caught:
        await ask(desk, model, stream=stream)

    assert (caught.value.code, caught.value.status) == (code, word)
    assert caught.value.response.headers["retry-after"] == "7"
    assert (await desk.only_row()).outcome == "error"


@over_every_format
async def test_a_key_of_ours_that_is_refused_is_no_fault_of_the_client(model: str) -> None:
    client = await Desk(refusing(401, "bad key sk-provider")).google()

    with pytest.raises(errors.ServerError, match="tell your administrator") as caught:
        await client.aio.models.generate_content(model=model, contents="q")

    assert (caught.value.code, caught.value.status) == (500, "INTERNAL")
    assert "sk-provider" not in str(caught.value)


def sse(event: dict[str, Any]) -> str:
    named = f"event: {event['type']}\n" if "type" in event else ""
    return f"{named}data: {json.dumps(event)}\n\n"


CUT = {
    "house": sse({"id": "c", "choices": [{"index": 0, "delta": {"content": "Hel"}}]}),
    "claude-house": sse(
        {"type": "message_start", "message": {"id": "m", "model": "c", "content": []}}
    )
    + sse({"type": "content_block_start", "index": 0, "content_block": {"type": "text"}})
    + sse(
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "text_delta", "text": "Hel"},
        }
    ),
    "gemini-house": sse({"candidates": [{"content": {"parts": [{"text": "Hel"}]}}]}),
    "responses-house": sse({"type": "response.output_text.delta", "delta": "Hel"}),
}


@over_every_format
async def test_a_cut_stream_is_an_error_and_never_a_clean_end(model: str) -> None:
    desk = Desk(streaming(CUT[model]))
    client = await desk.google()
    coming = await client.aio.models.generate_content_stream(model=model, contents="q")

    first = await anext(coming)
    with pytest.raises(errors.ServerError, match="cut off"):
        await anext(coming)

    assert first.text == "Hel"
    assert (await desk.only_row()).error_kind == "cut"


async def test_a_wrong_key_an_unknown_model_and_a_bad_body_are_told_apart() -> None:
    desk = Desk(speaking("fake-echo"))
    stranger, client = await desk.google(key="sk-parley-nonsense"), await desk.google()

    with pytest.raises(errors.ClientError, match="not a Parley key") as wrong:
        await stranger.aio.models.generate_content(model="house", contents="q")
    with pytest.raises(errors.ClientError, match="there is no model 'nope'") as unknown:
        await client.aio.models.generate_content(model="nope", contents="q")
    with pytest.raises(errors.ClientError, match=r"temperature: must be between") as bad:
        await client.aio.models.generate_content(
            model="house", contents="q", config=types.GenerateContentConfig(temperature=3)
        )

    told = [(each.value.code, each.value.status) for each in (wrong, unknown, bad)]
    assert told == [(401, "UNAUTHENTICATED"), (404, "NOT_FOUND"), (400, "INVALID_ARGUMENT")]
    assert not await desk.rows()


@pytest.mark.parametrize("version", [None, "v1", "v1beta", "v1alpha"])
async def test_models_are_listed_as_google_lists_them(version: str | None) -> None:
    client = await Desk(speaking("fake-echo")).google(version=version)

    pager = await client.aio.models.list(config=types.ListModelsConfig(page_size=3))
    listed = [model async for model in pager]
    found = await client.aio.models.get(model="claude-house")

    names = ["house", "gpt-house", *FORMATS[1:], "deep-house"]
    assert [model.name for model in listed] == [f"models/{name}" for name in names]
    assert (found.name, found.display_name) == ("models/claude-house", "Claude of the house")
    assert (found.input_token_limit, found.output_token_limit) == (200_000, 64_000)
    assert "generateContent" in (found.supported_actions or [])
    with pytest.raises(errors.ClientError, match="there is no model 'nope'"):
        await client.aio.models.get(model="nope")


async def test_google_counts_its_own_tokens() -> None:
    desk = Desk(lambda _: httpx2.Response(200, json={"totalTokens": 77}))
    client = await desk.google()

    counted = await client.aio.models.count_tokens(model="gemini-house", contents=ASKED)

    assert counted.total_tokens == 77
    (asked,) = desk.asked
    assert asked.url == "http://google/v1beta/models/gemini-3-pro:countTokens"
    assert json.loads(asked.content)["contents"][0]["parts"] == [{"text": ASKED}]
    assert not await desk.rows()


async def test_anthropic_counts_for_google_s_clients_too() -> None:
    desk = Desk(lambda _: httpx2.Response(200, json={"input_tokens": 78}))
    client = await desk.google()

    counted = await client.aio.models.count_tokens(model="claude-house", contents=ASKED)

    assert counted.total_tokens == 78
    (asked,) = desk.asked
    assert asked.url == "http://anthropic/v1/messages/count_tokens"
    assert set(json.loads(asked.content)) == {"model", "messages"}


@pytest.mark.parametrize("model", ["house", "gemini-house"])
async def test_tokens_that_nobody_counts_are_estimated_and_the_estimate_says_so(
    model: str,
) -> None:
    http = await Desk(refusing(503, "busy")).http()
    contents = [{"parts": [{"text": ASKED}]}]
    path = f"/v1beta/models/{model}:countTokens"

    alone = await http.post(path, json={"contents": contents})
    within = await http.post(
        path, json={"generate_content_request": {"model": "models/x", "contents": contents}}
    )

    assert alone.json() == within.json() == {"totalTokens": 12}
    assert alone.headers["x-parley-estimate"] == within.headers["x-parley-estimate"] == "yes"
