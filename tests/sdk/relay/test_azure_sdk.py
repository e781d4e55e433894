"""Clients that take us for Azure: a deployment in the path, the key in `api-key` (E1.6)."""

import httpx2
import openai
import pytest

from tests.sdk.relay.relay_desk import EVERY_MODEL, KEY, Desk, speaking
from tests.upstream.plain import HEARD, PlainQuestion, plain_question

SOUND = ("speech.mp3", b"\xff\xf3 sound")
PIXEL = ("pixel.png", b"\x89PNG")


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


async def test_a_deployment_hears_and_draws() -> None:
    desk = Desk(speaking("text"), models=EVERY_MODEL)
    client = await azure(desk)

    heard = await client.audio.transcriptions.create(model="my-gpt-4o-transcribe", file=SOUND)
    drawn = await client.images.edit(model="my-gpt-image-1", prompt="A hat", image=PIXEL)

    assert heard.text == HEARD
    assert drawn.data is not None
    assert [form_of(each).fields["model"] for each in desk.asked] == [
        "gpt-4o-transcribe",
        "gpt-image-1",
    ]


@pytest.mark.parametrize("named", [{}, {"model": "my-whisper-1"}, {"model": ""}])
async def test_the_path_s_model_goes_before_a_form_s(named: dict[str, str]) -> None:
    desk = Desk(speaking("text"), models=EVERY_MODEL)
    http = await desk.http()
    path = "/openai/deployments/my-gpt-4o-transcribe/audio/transcriptions?api-version=2024-10-21"

    answer = await http.post(path, data={**named, "language": "en"}, files={"file": SOUND})

    assert answer.json()["text"] == HEARD
    (asked,) = desk.asked
    form = form_of(asked)
    assert form.fields == {"model": "gpt-4o-transcribe", "language": "en"}
    assert form.files == (("file", SOUND[1]),)
    assert (await desk.only_row()).model == "my-gpt-4o-transcribe"


async def test_a_deployment_that_is_not_there_is_not_replaced_by_a_form_s() -> None:
    desk = Desk(speaking("text"), models=EVERY_MODEL)
    http = await desk.http()

    answer = await http.post(
        "/openai/deployments/nobody/images/edits",
        data={"model": "my-gpt-image-1", "prompt": "A hat"},
        files={"image": PIXEL},
    )

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "model_not_found"
    assert not desk.asked


def form_of(request: httpx2.Request) -> PlainQuestion:
    found = plain_question(request.url.path, request.headers["content-type"], request.content)
    assert found is not None
    return found
