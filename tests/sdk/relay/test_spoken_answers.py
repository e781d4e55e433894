"""Spoken answers, from whoever speaks to whoever listens (conversion A5, B2)."""

import base64
import io
import json
import wave

import httpx2
from google.genai.types import GenerateContentConfig

from tests.sdk.relay.relay_desk import Desk

PCM = "audio/L16;codec=pcm;rate=24000"
SAMPLES = bytes(range(8))


def event(chunk: dict[str, object]) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def stream(*frames: bytes) -> httpx2.Response:
    headers = {"content-type": "text/event-stream"}
    return httpx2.Response(200, content=b"".join(frames), headers=headers)


def gemini(_: httpx2.Request) -> httpx2.Response:
    data = [base64.b64encode(half).decode() for half in (SAMPLES[:4], SAMPLES[4:])]
    parts = [{"inlineData": {"mimeType": PCM, "data": each}} for each in data]
    counted = {
        "promptTokenCount": 2,
        "candidatesTokenCount": 6,
        "candidatesTokensDetails": [{"modality": "AUDIO", "tokenCount": 6}],
    }
    return stream(
        event({"candidates": [{"content": {"parts": parts[:1]}}], "responseId": "r"}),
        event(
            {
                "candidates": [{"content": {"parts": parts[1:]}, "finishReason": "STOP"}],
                "usageMetadata": counted,
            }
        ),
    )


def openai(_: httpx2.Request) -> httpx2.Response:
    def chunk(audio: dict[str, object], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": {"audio": audio}, "finish_reason": finish}
        return event({"id": "c", "choices": [choice]})

    data = base64.b64encode(SAMPLES).decode()
    return stream(
        chunk({"id": "audio_1", "transcript": "Hello."}),
        chunk({"data": data}),
        chunk({"expires_at": 9}, "stop"),
        b"data: [DONE]\n\n",
    )


async def test_openai_s_client_hears_gemini_as_a_file() -> None:
    desk = Desk(gemini)
    client = await desk.client()

    answer = await client.chat.completions.create(
        model="gemini-house",
        messages=[{"role": "user", "content": "hi"}],
        modalities=["text", "audio"],
        audio={"voice": "ash", "format": "wav"},
    )

    audio = answer.choices[0].message.audio
    assert audio is not None
    with wave.open(io.BytesIO(base64.b64decode(audio.data))) as file:
        assert file.readframes(99) == SAMPLES
    config = json.loads(desk.asked[0].content)["generationConfig"]
    assert config["responseModalities"] == ["AUDIO"]
    row = await desk.only_row()
    assert (row.usage.output, row.usage.output_audio) == (6, 6)
    assert row.dropped == ("audio.voice",)


async def test_google_s_client_hears_openai_and_reads_its_words() -> None:
    desk = Desk(openai)
    client = await desk.google()

    answer = await client.aio.models.generate_content(
        model="house",
        contents="hi",
        config=GenerateContentConfig(response_modalities=["AUDIO"]),
    )

    assert answer.candidates is not None
    content = answer.candidates[0].content
    assert content is not None
    sound, words = content.parts or []
    assert sound.inline_data is not None
    assert (sound.inline_data.mime_type, sound.inline_data.data) == (PCM, SAMPLES)
    assert words.text == "Hello."
    asked = json.loads(desk.asked[0].content)
    assert asked["modalities"] == ["text", "audio"]
    assert asked["audio"] == {"voice": "alloy", "format": "pcm16"}


async def test_who_does_not_speak_answers_in_words_and_says_so() -> None:
    desk = Desk(lambda _: httpx2.Response(500))
    http = await desk.http()
    body = {
        "model": "claude-house",
        "messages": [{"role": "user", "content": "hi"}],
        "modalities": ["text", "audio"],
        "audio": {"voice": "ash", "format": "wav"},
    }

    await http.post("/v1/chat/completions", json=body)

    assert "modalities" not in json.loads(desk.asked[0].content)
    assert (await desk.only_row()).dropped == ("modalities",)
