"""The official Google client asks for vectors, on providers of every kind."""

import json

import pytest
from google.genai import errors, types

from domain.accounts.access import Scope
from domain.allowances.terms import Limits
from domain.llm.usage import Usage
from tests.sdk.relay.relay_desk import EVERY_MODEL, Desk, Provider, refusing, speaking
from tests.upstream.embeddings import vector_of

EMBEDDERS = ("embed-house", "gemini-embed-house")
over_every_embedder = pytest.mark.parametrize("model", EMBEDDERS)


def a_desk(answer: Provider, *, limits: Limits | None = None, scope: Scope | None = None) -> Desk:
    return Desk(answer, limits=limits or Limits(), scope=scope or Scope(), models=EVERY_MODEL)


def values_of(answer: types.EmbedContentResponse) -> list[list[float] | None]:
    return [each.values for each in answer.embeddings or []]


@over_every_embedder
async def test_one_text(model: str) -> None:
    desk = a_desk(speaking(model))
    client = await desk.google()

    answer = await client.aio.models.embed_content(model=model, contents="the cat sat")

    assert values_of(answer) == [vector_of("the cat sat")]
    booked = await desk.only_row()
    estimated = model != "embed-house"
    tokens = 4 if estimated else 3
    assert booked.usage == Usage(input_uncached=tokens, estimated=estimated)
    assert booked.cost == tokens * 150
    assert (booked.outcome, booked.model, booked.streamed) == ("ok", model, False)
    counted = answer.usage_metadata
    assert (counted.prompt_token_count if counted else None) == (None if estimated else 3)


@over_every_embedder
async def test_many_texts_shortened(model: str) -> None:
    http = await a_desk(speaking(model)).http()
    texts = [f"text {number}" for number in range(150)]

    answer = await http.post(
        f"/v1beta/models/{model}:batchEmbedContents",
        json={
            "requests": [
                {"content": {"parts": [{"text": text}]}, "outputDimensionality": 8}
                for text in texts
            ]
        },
    )

    rows = answer.json()["embeddings"]
    assert rows == [{"values": vector_of(text, 8)} for text in texts]


async def test_the_sdk_s_own_batch() -> None:
    """For names that it takes for Gemini's newest it joins all contents to one instead."""
    client = await a_desk(speaking("embed-house")).google()

    apart = await client.aio.models.embed_content(
        model="embed-house",
        contents=[types.Content(parts=[types.Part(text=text)]) for text in ("a b", "c")],
        config=types.EmbedContentConfig(output_dimensionality=8),
    )

    assert values_of(apart) == [vector_of("a b", 8), vector_of("c", 8)]


async def test_google_is_told_what_the_vectors_are_for() -> None:
    desk = a_desk(speaking("gemini-embed-house"))
    http = await desk.http()
    contents = ({"parts": [{"text": f"text {number}"}]} for number in range(101))
    requests = [
        {"content": content, "taskType": "RETRIEVAL_DOCUMENT", "title": f"T{number}"}
        for number, content in enumerate(contents)
    ]

    await http.post(
        "/v1beta/models/gemini-embed-house:batchEmbedContents", json={"requests": requests}
    )

    model = "models/gemini-embedding-001"
    first, second = [(asked.url.path, json.loads(asked.content)) for asked in desk.asked]
    assert first == (
        f"/v1beta/{model}:batchEmbedContents",
        {"requests": [{"model": model, **each} for each in requests[:100]]},
    )
    assert second == (f"/v1beta/{model}:embedContent", {"model": model, **requests[100]})


@over_every_embedder
async def test_one_content_alone(model: str) -> None:
    http = await a_desk(speaking(model)).http()

    answer = await http.post(
        f"/v1beta/models/{model}:embedContent",
        json={
            "content": {"parts": [{"text": "the "}, {"text": "cat"}]},
            "task_type": "CLUSTERING",
            "autoTruncate": True,
        },
    )

    assert answer.json()["embedding"] == {"values": vector_of("the cat")}
    dropped = "autoTruncate" if model != "embed-house" else "autoTruncate, taskType"
    assert answer.headers["x-parley-dropped"] == dropped


WRONG: list[tuple[dict[str, object], str]] = [
    ({"requests": []}, "requests: is missing or empty"),
    ({"requests": [{"content": {"parts": []}}]}, r"requests[0].content.parts: is missing"),
    ({"requests": [{"content": {"parts": [{"inlineData": {}}]}}]}, "only texts can be embedded"),
    (
        {
            "requests": [
                {"content": {"parts": [{"text": "a"}]}, "taskType": "CLUSTERING"},
                {"content": {"parts": [{"text": "a"}]}},
            ]
        },
        "requests[1].taskType: must be the same in all requests",
    ),
    ({"requests": [{"content": {"parts": [{"text": "a"}]}}] * 2_049}, "has 2,049 entries"),
]


@pytest.mark.parametrize(("body", "said"), WRONG)
async def test_a_wrong_request_is_refused_by_its_path(body: dict[str, object], said: str) -> None:
    desk = a_desk(speaking("embed-house"))
    http = await desk.http()

    answer = await http.post("/v1beta/models/embed-house:batchEmbedContents", json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    assert said in answer.json()["error"]["message"]
    assert not desk.asked


@over_every_embedder
async def test_a_refusal_is_an_error_of_its_kind(model: str) -> None:
    desk = a_desk(refusing(429, "slow down", retry_after="7"))
    client = await desk.google()

    with pytest.raises(errors.ClientError, match="slow down") as caught:
        await client.aio.models.embed_content(model=model, contents="a")

    assert (caught.value.code, caught.value.status) == (429, "RESOURCE_EXHAUSTED")
    assert (await desk.only_row()).outcome == "error"


async def test_limits_and_scopes_hold_in_google_s_words() -> None:
    limited = a_desk(speaking("embed-house"), limits=Limits(requests_per_minute=1))
    narrow = a_desk(speaking("embed-house"), scope=Scope(endpoints=("generate_content",)))
    asked = {"content": {"parts": [{"text": "a"}]}}
    path = "/v1beta/models/embed-house:embedContent"

    http = await limited.http()
    first, second = await http.post(path, json=asked), await http.post(path, json=asked)
    refused = await (await narrow.http()).post(path, json=asked)

    assert (first.status_code, second.status_code, refused.status_code) == (200, 429, 403)
    assert second.json()["error"]["details"][0]["retryDelay"] == "60s"
    assert "this key may not be used for embeddings" in refused.json()["error"]["message"]


async def test_a_model_is_asked_for_what_it_is_for() -> None:
    client = await a_desk(speaking("embed-house")).google()

    with pytest.raises(errors.ClientError, match="is for chat, not for embeddings") as chats:
        await client.aio.models.embed_content(model="house", contents="a")
    with pytest.raises(errors.ClientError, match="is for embeddings, not for chat") as embeds:
        await client.aio.models.generate_content(model="embed-house", contents="a")

    assert {each.value.status for each in (chats, embeds)} == {"INVALID_ARGUMENT"}


async def test_models_say_what_they_are_for() -> None:
    http = await a_desk(speaking("embed-house")).http()

    listed = (await http.get("/v1beta/models")).json()["models"]

    methods = {row["baseModelId"]: row["supportedGenerationMethods"] for row in listed}
    assert methods["embed-house"] == ["embedContent", "batchEmbedContents"]
    assert methods["house"] == ["generateContent", "streamGenerateContent", "countTokens"]
    assert "my-whisper-1" not in methods
