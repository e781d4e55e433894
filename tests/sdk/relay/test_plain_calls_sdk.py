"""The official OpenAI client asks for pictures, sound and moderations.

Each answer is what the provider said, byte by byte, and each call is in the books at its list
price: by tokens, pictures, characters or time.
"""

import base64
import io
import json

import httpx2
import openai
import pytest

from domain.accounts.access import Scope
from domain.allowances.terms import Budget
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from tests.sdk.relay.relay_desk import EVERY_MODEL, KEY, Desk, refusing, speaking
from tests.upstream.mode import Mode
from tests.upstream.plain import HEARD, PICTURE, SOUND, PlainQuestion, plain_question

FILE = ("speech.mp3", io.BytesIO(b"\xff\xf3--not-the-boundary\r\n\r\n\x00" * 9).getvalue())
PIXEL = ("pixel.png", base64.b64decode(PICTURE))


def a_desk(mode: Mode | None = None) -> Desk:
    return Desk(speaking("text", mode), models=EVERY_MODEL)


def question_of(desk: Desk) -> PlainQuestion:
    (request,) = desk.asked
    found = plain_question(request.url.path, request.headers["content-type"], request.content)
    assert found is not None
    return found


async def test_pictures_are_made_and_paid_by_their_tokens() -> None:
    desk = a_desk()
    client = await desk.client()

    answer = await client.images.generate(model="my-gpt-image-1", prompt="A cat", n=2)

    assert answer.data is not None
    assert [each.b64_json for each in answer.data] == [PICTURE, PICTURE]
    assert answer.usage is not None
    assert answer.usage.output_tokens == 200
    asked = question_of(desk)
    assert asked.fields == {"model": "gpt-image-1", "prompt": "A cat", "n": 2}
    assert desk.asked[0].headers["authorization"] == "Bearer sk-provider"
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=10, output=200, output_images=200, images=2)
    assert row.cost == 10 * 5_000 + 200 * 40_000
    assert (row.outcome, row.upstream, row.model) == ("ok", "gpt-image-1", "my-gpt-image-1")


async def test_pictures_come_as_a_stream() -> None:
    desk = a_desk()
    client = await desk.client()

    stream = await client.images.generate(
        model="my-gpt-image-1", prompt="A cat", stream=True, partial_images=1
    )
    kinds = [event.type async for event in stream]

    assert kinds == ["image_generation.partial_image", "image_generation.completed"]
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=10, output=100, output_images=100, images=1)
    assert row.streamed


async def test_pictures_are_edited_from_files() -> None:
    desk = a_desk()
    client = await desk.client()

    answer = await client.images.edit(
        model="my-gpt-image-1", prompt="Add a hat", image=[PIXEL, PIXEL], n=1
    )

    assert answer.data is not None
    asked = question_of(desk)
    assert asked.fields == {"model": "gpt-image-1", "prompt": "Add a hat", "n": "1"}
    assert asked.files == (("image[]", PIXEL[1]), ("image[]", PIXEL[1]))
    row = await desk.only_row()
    # Text at 5, pictures that are looked at 10, pictures that are made 40 USD a million.
    assert row.usage == Usage(
        input_uncached=10, input_images=40, output=100, output_images=100, images=1
    )
    assert row.cost == 10 * 5_000 + 40 * 10_000 + 100 * 40_000


async def test_a_model_without_a_price_for_pictures_is_refused() -> None:
    """The list knows no price of dall-e; `image = "0.04"` in `parley.toml` would be one."""
    desk = a_desk()
    client = await desk.client()

    with pytest.raises(openai.PermissionDeniedError, match="has no price"):
        await client.images.generate(model="my-dall-e-3", prompt="A cat")

    assert not desk.asked
    assert (await desk.only_row()).outcome == "refused"


async def test_speech_is_streamed_through_and_paid_by_its_characters() -> None:
    desk = a_desk()
    client = await desk.client()

    async with client.audio.speech.with_streaming_response.create(
        model="my-tts-1", input="Hello my world", voice="alloy"
    ) as answer:
        sound = b"".join([piece async for piece in answer.iter_bytes()])

    assert sound == b"".join(SOUND + word for word in (b"Hello", b"my", b"world"))
    assert answer.headers["content-type"] == "audio/mpeg"
    assert question_of(desk).fields == {
        "model": "tts-1",
        "input": "Hello my world",
        "voice": "alloy",
    }
    row = await desk.only_row()
    assert row.usage == Usage(characters=14)
    assert row.cost == 14 * 15_000


async def test_speech_without_a_count_is_estimated() -> None:
    desk = a_desk()
    client = await desk.client()

    await client.audio.speech.create(
        model="my-gpt-4o-mini-tts", input="Hello my world", voice="alloy"
    )

    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=5, output=20, characters=14, estimated=True)
    assert row.cost == 5 * 600 + 20 * 12_000


async def test_speech_as_events_has_a_count() -> None:
    desk = a_desk()
    client = await desk.client()

    answer = await client.audio.speech.create(
        model="my-gpt-4o-mini-tts", input="Hello world", voice="alloy", stream_format="sse"
    )

    assert "speech.audio.done" in answer.text
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=2, output=20, characters=11)


async def test_a_transcription_is_paid_by_its_tokens() -> None:
    desk = a_desk()
    client = await desk.client()

    answer = await client.audio.transcriptions.create(model="my-gpt-4o-transcribe", file=FILE)

    assert answer.text == HEARD
    assert question_of(desk).files == (("file", FILE[1]),)
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=2, input_audio=12, output=6)
    assert row.cost == 2 * 2_500 + 12 * 6_000 + 6 * 10_000


async def test_a_transcription_comes_as_a_stream() -> None:
    desk = a_desk()
    client = await desk.client()

    stream = await client.audio.transcriptions.create(
        model="my-gpt-4o-transcribe", file=FILE, stream=True
    )
    events = [event async for event in stream]

    assert events[-1].type == "transcript.text.done"
    row = await desk.only_row()
    assert row.usage == Usage(input_uncached=2, input_audio=12, output=6)
    assert row.streamed


@pytest.mark.parametrize(
    ("format", "audio_ms", "estimated"),
    [
        ("json", 8_000, False),
        ("verbose_json", 8_000, False),
        ("srt", 7_500, True),
        ("vtt", 7_500, True),
        ("text", 2_000, True),
    ],
)
async def test_a_transcription_is_paid_by_its_time(
    format: str, audio_ms: int, estimated: bool
) -> None:
    desk = a_desk()
    http = await desk.http()

    answer = await http.post(
        "/v1/audio/transcriptions",
        data={"model": "my-whisper-1", "response_format": format},
        files={"file": FILE},
    )

    assert HEARD in answer.text
    row = await desk.only_row()
    assert row.usage == Usage(audio_ms=audio_ms, estimated=estimated)
    assert row.cost == audio_ms * 100
    sort = {"srt": "text/plain", "vtt": "text/vtt", "text": "text/plain"}
    assert answer.headers["content-type"].startswith(sort.get(format, "application/json"))


async def test_the_client_reads_subtitles() -> None:
    client = await a_desk().client()

    answer = await client.audio.transcriptions.create(
        model="my-whisper-1", file=FILE, response_format="srt"
    )

    assert answer.endswith(f"{HEARD}\n\n")


async def test_a_form_without_a_model_goes_to_the_first_that_may_be_used() -> None:
    scope = Scope(models=("*whisper*",))
    desk = Desk(speaking("text"), scope=scope, models=EVERY_MODEL)
    async with await desk.http() as client:
        answer = await client.post("/v1/audio/transcriptions", files={"file": FILE})

    assert answer.json()["text"] == HEARD
    assert question_of(desk).fields == {"model": "whisper-1"}
    assert (await desk.only_row()).model == "my-whisper-1"


async def test_a_translation_is_a_transcription() -> None:
    """The client has a method for it, and warns of it."""
    desk = a_desk()
    async with await desk.http() as client:
        answer = await client.post(
            "/v1/audio/translations", data={"model": "my-whisper-1"}, files={"file": FILE}
        )

    assert answer.json()["text"] == HEARD
    assert question_of(desk).action == "audio/translations"
    assert (await desk.only_row()).usage == Usage(audio_ms=8_000)


@pytest.mark.parametrize("named", [True, False])
async def test_moderations_are_free(named: bool) -> None:
    desk = a_desk()
    client = await desk.client()

    if named:
        answer = await client.moderations.create(
            model="my-omni-moderation-latest", input=["good", "bad"]
        )
    else:
        answer = await client.moderations.create(input=["good", "bad"])

    assert [each.flagged for each in answer.results] == [False, True]
    assert answer.model == ("my-omni-moderation-latest" if named else "omni-moderation-latest")
    assert question_of(desk).fields["model"] == "omni-moderation-latest"
    row = await desk.only_row()
    assert (row.outcome, row.cost) == ("ok", 0)
    assert row.price is not None


CALLS: dict[str, dict[str, object]] = {
    "/v1/images/generations": {"prompt": "A cat"},
    "/v1/images/edits": {"prompt": "A cat", "images": [{"image_url": "data:,"}]},
    "/v1/audio/speech": {"input": "hi", "voice": "alloy"},
    "/v1/moderations": {"input": "hi"},
}
FORMS = ("/v1/images/edits", "/v1/images/variations", "/v1/audio/transcriptions")
over_every_call = pytest.mark.parametrize("path", [*CALLS, *(f"form {path}" for path in FORMS)])


async def ask(desk: Desk, path: str, model: str) -> httpx2.Response:
    async with await desk.http() as client:
        if path.startswith("form "):
            name = "file" if "audio" in path else "image"
            data = {"model": model, "prompt": "A cat"}
            return await client.post(path[5:], data=data, files={name: FILE})
        return await client.post(path, json={**CALLS[path], "model": model})


@over_every_call
@pytest.mark.parametrize("model", ["house", "claude-house", "gemini-house", "gemini-embed-house"])
async def test_other_models_are_not_for_it(path: str, model: str) -> None:
    desk = a_desk()

    answer = await ask(desk, path, model)

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert f"the model '{model}' is for" in error["message"]
    assert error["type"] == "invalid_request_error"
    assert not desk.asked


@over_every_call
async def test_a_key_without_the_endpoint_is_refused(path: str) -> None:
    desk = Desk(speaking("text"), scope=Scope(endpoints=("chat_completions",)), models=EVERY_MODEL)

    answer = await ask(desk, path, "my-gpt-image-1")

    assert answer.status_code == 403
    assert "may not be used for" in answer.json()["error"]["message"]


BY_PATH = {
    "/v1/images/generations": "my-gpt-image-1",
    "/v1/images/edits": "my-gpt-image-1",
    "/v1/audio/speech": "my-tts-1",
    "/v1/moderations": "my-omni-moderation-latest",
    "form /v1/images/edits": "my-gpt-image-1",
    "form /v1/images/variations": "my-gpt-image-1",
    "form /v1/audio/transcriptions": "my-whisper-1",
}


@over_every_call
async def test_a_refusal_of_the_provider_is_told(path: str) -> None:
    desk = Desk(refusing(429, "slow down", retry_after="7"), models=EVERY_MODEL)

    answer = await ask(desk, path, BY_PATH[path])

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["error"]["message"] == "slow down"
    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("error", "rate_limited", 0)


@over_every_call
async def test_our_own_account_is_not_spoken_of(path: str) -> None:
    desk = Desk(
        refusing(401, "Incorrect API key provided: sk-provider-1234567"), models=EVERY_MODEL
    )

    answer = await ask(desk, path, BY_PATH[path])

    assert answer.status_code == 502
    assert "sk-provider" not in answer.text


@over_every_call
async def test_what_is_no_answer_is_an_error(path: str) -> None:
    def page(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=b"<html>", headers={"content-type": "text/html"})

    answer = await ask(Desk(page, models=EVERY_MODEL), path, BY_PATH[path])

    assert answer.status_code == 502
    assert answer.json()["error"]["type"] == "server_error"


@over_every_call
async def test_no_money_no_call(path: str) -> None:
    budget = Budget(window="month", limit=NanoUsd(0))
    desk = Desk(speaking("text"), budgets=(budget,), models=EVERY_MODEL)

    answer = await ask(desk, path, BY_PATH[path])

    free = "moderations" in path
    assert answer.status_code == (200 if free else 402)
    assert bool(desk.asked) == free


async def test_an_absurd_count_is_not_believed() -> None:
    desk = a_desk(Mode(usage="absurd"))
    client = await desk.client()

    await client.images.generate(model="my-gpt-image-1", prompt="A cat", quality="low")

    row = await desk.only_row()
    assert row.usage == Usage(
        input_uncached=2, output=408, output_images=408, images=1, estimated=True
    )


WRONG = [
    (b"--b\r\n\r\n", "boundary=b", "the form"),
    (b"nothing", "boundary=b", "the form"),
    (b"--b--\r\n", "boundary=b", "file: must be one file"),
    (b"--b--\r\n", "", "multipart/form-data"),
]


@pytest.mark.parametrize(("content", "boundary", "complaint"), WRONG, ids=range(len(WRONG)))
async def test_a_broken_form_is_refused(content: bytes, boundary: str, complaint: str) -> None:
    async with await a_desk().http() as client:
        answer = await client.post(
            "/v1/audio/transcriptions",
            content=content,
            headers={"content-type": f"multipart/form-data; {boundary}"},
        )

    assert answer.status_code == 400
    assert complaint in answer.json()["error"]["message"]


async def test_a_form_that_is_too_large_is_refused_in_openai_s_words() -> None:
    async with await a_desk().http() as client:
        answer = await client.post(
            "/v1/audio/transcriptions",
            data={"model": "my-whisper-1"},
            files={"file": ("a", b"x" * (20 * 1024 * 1024))},
        )

    assert answer.status_code == 413
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_a_cut_stream_of_events_ends_with_an_error() -> None:
    events = b'data: {"type":"image_generation.partial_image","b64_json":""}\n\n'

    def cut(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=events, headers={"content-type": "text/event-stream"})

    desk = Desk(cut, models=EVERY_MODEL)
    client = await desk.client()

    stream = await client.images.generate(model="my-gpt-image-1", prompt="A cat", stream=True)
    with pytest.raises(openai.APIError, match="cut off"):
        _ = [event async for event in stream]

    row = await desk.only_row()
    assert (row.outcome, row.error_kind) == ("error", "cut")


async def test_the_list_has_them_all() -> None:
    desk = a_desk()
    client = await desk.client()

    names = {model.id async for model in client.models.list()}

    assert {*BY_PATH.values(), "my-gpt-4o-transcribe"} <= names
    async with await desk.http() as http:
        for path, headers in (
            ("/v1/models", {"anthropic-version": "2023-06-01"}),
            ("/v1beta/models", {}),
        ):
            listed = (await http.get(path, headers=headers)).text
            assert "house" in listed
            assert "whisper" not in listed


async def test_the_body_keeps_every_byte_but_the_name() -> None:
    desk = a_desk()
    body = b'{ "prompt":"caf\\u00e9",\n "model" : "my-gpt-image-1", "vendor": 1.0 }'

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(await desk.app())) as client:
        await client.post(
            "http://relay/v1/images/generations",
            content=body,
            headers={"authorization": f"Bearer {KEY}"},
        )

    assert desk.asked[0].content == body.replace(b"my-gpt-image-1", b"gpt-image-1")
    assert json.loads(desk.asked[0].content)["vendor"] == 1.0
