"""The official OpenAI client asks for vectors, on providers of every kind."""

import base64
import json
import struct

import httpx2
import openai
import pytest

from domain.accounts.access import Scope
from domain.allowances.terms import Limits
from domain.llm.usage import Usage
from tests.sdk.relay.relay_desk import EVERY_MODEL, KEY, PRICE, Desk, Provider, refusing, speaking
from tests.upstream.embeddings import vector_of
from tests.upstream.mode import Mode

EMBEDDERS = ("embed-house", "gemini-embed-house")


def a_desk(answer: Provider, *, limits: Limits | None = None, scope: Scope | None = None) -> Desk:
    return Desk(answer, limits=limits or Limits(), scope=scope or Scope(), models=EVERY_MODEL)


over_every_embedder = pytest.mark.parametrize("model", EMBEDDERS)


@over_every_embedder
@pytest.mark.parametrize("text", ["the cat sat", ["the cat sat"]])
async def test_one_text(model: str, text: str | list[str]) -> None:
    desk = a_desk(speaking(model))
    client = await desk.client()

    answer = await client.embeddings.create(model=model, input=text, encoding_format="float")

    assert answer.object == "list"
    assert answer.model == model
    (row,) = answer.data
    assert (row.object, row.index) == ("embedding", 0)
    assert row.embedding == vector_of("the cat sat")
    booked = await desk.only_row()
    estimated = model != "embed-house"
    tokens = 4 if estimated else 3
    assert booked.usage == Usage(input_uncached=tokens, estimated=estimated)
    assert booked.cost == tokens * 150
    assert booked.price == PRICE
    assert (booked.outcome, booked.model, booked.streamed) == ("ok", model, False)
    assert (answer.usage.prompt_tokens, answer.usage.total_tokens) == (tokens, tokens)


@over_every_embedder
async def test_many_texts_shortened(model: str) -> None:
    client = await a_desk(speaking(model)).client()
    texts = [f"text {number}" for number in range(150)]

    answer = await client.embeddings.create(
        model=model, input=texts, dimensions=8, encoding_format="float"
    )

    assert [row.index for row in answer.data] == list(range(150))
    assert [row.embedding for row in answer.data] == [vector_of(text, 8) for text in texts]


@over_every_embedder
async def test_base64_is_little_endian_float32(model: str) -> None:
    client = await a_desk(speaking(model)).client()

    answer = await client.embeddings.with_raw_response.create(
        model=model, input="the cat", encoding_format="base64"
    )

    told = json.loads(answer.text)["data"][0]["embedding"]
    wanted = vector_of("the cat")
    assert base64.b64decode(told) == struct.pack(f"<{len(wanted)}f", *wanted)


@over_every_embedder
async def test_the_client_s_own_default(model: str) -> None:
    client = await a_desk(speaking(model)).client()

    answer = await client.embeddings.create(model=model, input="the cat")

    assert answer.data[0].embedding == pytest.approx(vector_of("the cat"), rel=1e-6)


@pytest.mark.parametrize("tokens", [[1, 2, 3], [[1, 2, 3]]])
async def test_tokens_go_to_those_who_take_them(tokens: list[int]) -> None:
    desk = a_desk(speaking("embed-house"))
    client = await desk.client()

    answer = await client.embeddings.create(
        model="embeddings", input=tokens, encoding_format="float"
    )

    assert json.loads(desk.asked[0].content)["input"] == [[1, 2, 3]]
    assert answer.model == "embeddings"
    assert (await desk.only_row()).usage == Usage(input_uncached=3)


async def test_tokens_are_refused_by_those_who_do_not() -> None:
    client = await a_desk(speaking("gemini-embed-house")).client()

    with pytest.raises(openai.BadRequestError, match="takes texts, not tokens"):
        await client.embeddings.create(model="gemini-embed-house", input=[1, 2])


async def test_a_long_list_of_tokens_is_no_conversation() -> None:
    client = await a_desk(speaking("embed-house")).client()

    answer = await client.embeddings.create(model="embed-house", input=[7] * 5_000)

    assert answer.usage.prompt_tokens == 5_000


async def test_what_the_provider_has_no_word_for_is_told() -> None:
    client = await a_desk(speaking("gemini-embed-house")).client()

    answer = await client.embeddings.with_raw_response.create(
        model="gemini-embed-house", input="a", user="ada"
    )

    assert answer.headers["x-parley-dropped"] == "user"


@pytest.mark.parametrize("model", ["house", "claude-house", "gemini-house"])
async def test_a_model_for_chat_makes_no_vectors(model: str) -> None:
    desk = a_desk(speaking("text"))
    client = await desk.client()

    with pytest.raises(openai.BadRequestError, match="is for chat, not for embeddings"):
        await client.embeddings.create(model=model, input="a")

    assert not desk.asked
    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("refused", "invalid", 0)


CHATS: dict[str, dict[str, object]] = {
    "/v1/chat/completions": {"messages": [{"role": "user", "content": "hi"}]},
    "/v1/responses": {"input": "hi"},
    "/v1/messages": {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 5},
    "/v1/messages/count_tokens": {"messages": [{"role": "user", "content": "hi"}]},
}


@over_every_embedder
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("path", CHATS)
async def test_a_model_for_vectors_does_not_chat(path: str, stream: bool, model: str) -> None:
    desk = a_desk(speaking("text"))

    async with await desk.http() as client:
        body = {**CHATS[path], "model": model, "stream": stream}
        answer = await client.post(path, json=body)

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["message"] == f"the model '{model}' is for embeddings, not for chat"
    assert error["type"] == "invalid_request_error"
    assert (answer.json().get("type") == "error") == path.startswith("/v1/messages")
    assert not desk.asked


async def test_models_for_vectors_are_in_the_list() -> None:
    client = await a_desk(speaking("text")).client()

    names = [model.id async for model in client.models.list()]

    assert {*EMBEDDERS, "embeddings"} <= {*names}


@over_every_embedder
async def test_a_refusal_of_the_provider_is_told(model: str) -> None:
    desk = a_desk(refusing(429, "slow down", retry_after="7"))
    client = await desk.client()

    with pytest.raises(openai.RateLimitError, match="slow down") as raised:
        await client.embeddings.create(model=model, input="a")

    assert raised.value.response.headers["retry-after"] == "7"
    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("error", "rate_limited", 0)


async def test_an_absurd_count_is_not_believed() -> None:
    desk = a_desk(speaking("embed-house", Mode(usage="absurd")))
    client = await desk.client()

    answer = await client.embeddings.create(model="embed-house", input="the cat sat")

    assert answer.usage.prompt_tokens == 4
    assert (await desk.only_row()).usage == Usage(input_uncached=4, estimated=True)


async def test_a_limit_of_the_key_holds_and_is_told() -> None:
    desk = a_desk(speaking("embed-house"), limits=Limits(requests_per_minute=1))
    client = await desk.client()

    first = await client.embeddings.with_raw_response.create(model="embed-house", input="a")
    with pytest.raises(openai.RateLimitError):
        await client.embeddings.create(model="embed-house", input="a")

    assert first.headers["x-ratelimit-remaining-requests"] == "0"
    assert len(desk.asked) == 1


async def test_no_output_is_held_of_a_minute_s_tokens() -> None:
    desk = a_desk(speaking("embed-house"), limits=Limits(tokens_per_minute=20))
    client = await desk.client()

    for _ in range(2):
        await client.embeddings.create(model="embed-house", input="the cat sat")

    assert len(desk.asked) == 2


async def test_a_key_without_the_endpoint_is_refused() -> None:
    desk = a_desk(speaking("embed-house"), scope=Scope(endpoints=("chat_completions",)))
    client = await desk.client()

    with pytest.raises(openai.PermissionDeniedError, match="may not be used for embeddings"):
        await client.embeddings.create(model="embed-house", input="a")


@pytest.mark.parametrize("path", ["/v1/embeddings", "/embeddings", "/v1/v1/embeddings/"])
async def test_mistaken_paths_lead_there(path: str) -> None:
    transport = httpx2.ASGITransport(await a_desk(speaking("embed-house")).app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://relay") as client:
        answer = await client.post(
            path,
            json={"model": "embed-house", "input": "a"},
            headers={"authorization": f"Bearer {KEY}"},
        )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "complaint"),
    [(b"{}", "input: is missing"), (b"[]", "must be a JSON object"), (b"\xff", "UTF-8")],
)
async def test_a_wrong_body_is_refused_in_openai_s_words(body: bytes, complaint: str) -> None:
    async with await a_desk(speaking("embed-house")).http() as client:
        answer = await client.post("/v1/embeddings", content=body)

    assert answer.status_code == 400
    assert complaint in answer.json()["error"]["message"]
    assert answer.json()["error"]["type"] == "invalid_request_error"
