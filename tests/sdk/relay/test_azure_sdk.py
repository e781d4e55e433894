"""Clients that take us for Azure: a deployment in the path, the key in `api-key` (E1.6)."""

import httpx2
import openai
import pytest

from tests.sdk.relay.relay_desk import EVERY_MODEL, KEY, Desk, speaking


async def azure(desk: Desk) -> openai.AsyncAzureOpenAI:
    return openai.AsyncAzureOpenAI(
        api_key=KEY,
        azure_endpoint="http://relay",
        api_version="2024-10-21",
        max_retries=0,
        http_client=httpx2.AsyncClient(transport=httpx2.ASGITransport(await desk.app())),
    )


@pytest.mark.parametrize("model", ["house", "claude-house"])
async def test_a_deployment_is_a_model(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await azure(desk)

    whole = await client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": "hi"}]
    )
    stream = await client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": "hi"}], stream=True
    )
    said = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]

    assert whole.choices[0].message.content == "".join(said)
    assert whole.model == model
    assert [row.model for row in await desk.rows()] == [model, model]


async def test_the_path_s_model_goes_before_the_body_s() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()
    path = "/openai/deployments/claude-house/chat/completions?api-version=2024-10-21"
    turns = [{"role": "user", "content": "hi"}]

    bare = await http.post(path, json={"messages": turns})
    other = await http.post(path, json={"model": "house", "messages": turns})

    assert (bare.status_code, other.status_code) == (200, 200)
    assert bare.json()["model"] == other.json()["model"] == "claude-house"
    assert [row.model for row in await desk.rows()] == ["claude-house", "claude-house"]


async def test_embeddings_of_a_deployment() -> None:
    desk = Desk(speaking("fake-echo"), models=EVERY_MODEL)
    client = await azure(desk)

    made = await client.embeddings.create(model="embed-house", input=["a", "b"])

    assert [each.index for each in made.data] == [0, 1]
    assert (await desk.only_row()).model == "embed-house"


async def test_a_key_in_the_query_is_refused() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()
    del http.headers["authorization"]

    refused = await http.post(
        f"/openai/deployments/house/chat/completions?api-key={KEY}",
        json={"messages": [{"role": "user", "content": "hi"}]},
    )

    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "invalid_api_key"
    assert desk.asked == []
