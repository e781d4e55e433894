"""Pictures, sound and moderations of the fake upstream, as OpenAI answers them.

A picture is one pixel and a hundred tokens; each word is spoken in one piece of sound; what is
listened to is always the same sentence, and lasts seven and a half seconds. Models called
`dall-e…`, `tts…` and `whisper…` count nothing but the last, in seconds.
"""

import base64
import email
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.upstream.mode import Mode
from tests.upstream.speech import data

PICTURE: Final = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mMQqagAAAGoAQXU+pPlAAAAAElFTkSuQmCC"
)
SOUND: Final = b"\xff\xf3\x44\xc4"
"""What begins each piece: no UTF-8."""
HEARD: Final = "Hello from the fake upstream."
SECONDS: Final = 7.5
_ABSURD: Final = 10**15
_TIMES: Final = "00:00:00,000 --> 00:00:07,500"
_TEXTS: Final = {
    "text": ("text/plain; charset=utf-8", f"{HEARD}\n"),
    "srt": ("text/plain; charset=utf-8", f"1\n{_TIMES}\n{HEARD}\n\n"),
    "vtt": ("text/vtt", f"WEBVTT\n\n{_TIMES.replace(',', '.')}\n{HEARD}\n\n"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer in pieces: more than one is a stream."""

    media_type: str
    pieces: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainQuestion:
    """`fields` as JSON or a form has them; `files` are bytes by name, in order."""

    action: str
    fields: Mapping[str, Any]
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def model(self) -> str:
        return str(self.fields.get("model"))

    @property
    def streams(self) -> bool:
        return self.fields.get("stream") in {True, "true"}


def plain_question(path: str, content_type: str, content: bytes) -> PlainQuestion | None:
    """What is asked; `None` for any other path."""
    for action in ("images/", "audio/", "moderations"):
        place = path.find(f"/{action}")
        if place >= 0:
            return _read(path[place + 1 :], content_type, content)
    return None


def said_to(question: PlainQuestion, mode: Mode) -> Said:
    match question.action:
        case "audio/speech":
            return _speech(question, mode)
        case "audio/transcriptions" | "audio/translations":
            return _transcription(question, mode)
        case "moderations":
            return _moderation(question)
        case _:
            return _images(question, mode)


def _read(action: str, content_type: str, content: bytes) -> PlainQuestion:
    if not content_type.startswith("multipart/"):
        return PlainQuestion(action=action, fields=json.loads(content))
    form = email.message_from_bytes(f"content-type: {content_type}\r\n\r\n".encode() + content)
    fields: dict[str, Any] = {}
    files: list[tuple[str, bytes]] = []
    for part in form.walk():
        name = part.get_param("name", header="content-disposition")
        raw = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(raw, bytes):
            continue
        if part.get_filename() is None:
            fields[name] = raw.decode()
        else:
            files.append((name, raw))
    return PlainQuestion(action=action, fields=fields, files=tuple(files))


def _images(question: PlainQuestion, mode: Mode) -> Said:
    number = int(question.fields.get("n") or 1)
    given = 20 * len(question.files)
    usage = {
        "input_tokens": 10 + given,
        "output_tokens": 100 * number,
        "total_tokens": 10 + given + 100 * number,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": given},
    }
    counted = _counted({"usage": usage}, question, mode)
    if not question.streams:
        answer = {"created": 1, "data": [{"b64_json": PICTURE} for _ in range(number)], **counted}
        return _json(answer)
    kind = "image_generation" if question.action.endswith("generations") else "image_edit"
    partial = {"type": f"{kind}.partial_image", "b64_json": PICTURE, "partial_image_index": 0}
    completed = {"type": f"{kind}.completed", "b64_json": PICTURE, **counted}
    return _events(partial, completed)


def _speech(question: PlainQuestion, mode: Mode) -> Said:
    words = str(question.fields["input"]).split()
    pieces = tuple(SOUND + word.encode() for word in words)
    if question.fields.get("stream_format") != "sse":
        return Said(media_type="audio/mpeg", pieces=pieces)
    usage = {"input_tokens": len(words), "output_tokens": 10 * len(words)}
    return _events(
        *(
            {"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode()}
            for piece in pieces
        ),
        {"type": "speech.audio.done", **_counted({"usage": usage}, question, mode)},
    )


def _transcription(question: PlainQuestion, mode: Mode) -> Said:
    assert [name for name, _ in question.files] == ["file"]
    usage: dict[str, Any] = {
        "type": "tokens",
        "input_tokens": 14,
        "output_tokens": 6,
        "total_tokens": 20,
        "input_token_details": {"audio_tokens": 12, "text_tokens": 2},
    }
    if question.model.startswith("whisper"):
        usage = {"type": "duration", "seconds": 8}
    counted = {"usage": usage} if mode.usage == "true" else {}
    if question.streams:
        words = HEARD.split(" ")
        deltas = [{"type": "transcript.text.delta", "delta": word} for word in words]
        return _events(*deltas, {"type": "transcript.text.done", "text": HEARD, **counted})
    wanted = question.fields.get("response_format", "json")
    if wanted in _TEXTS:
        media_type, text = _TEXTS[wanted]
        return Said(media_type=media_type, pieces=(text.encode(),))
    more = {"duration": SECONDS, "task": "transcribe"} if wanted == "verbose_json" else {}
    return _json({"text": HEARD, **more, **counted})


def _moderation(question: PlainQuestion) -> Said:
    given: str | list[Any] = question.fields["input"]
    inputs = [given] if isinstance(given, str) else given
    results = [_verdict(str(each)) for each in inputs]
    return _json({"id": "modr-fake", "model": question.model, "results": results})


def _verdict(text: str) -> dict[str, Any]:
    return {"flagged": "bad" in text, "categories": {}}


def _counted(usage: dict[str, Any], question: PlainQuestion, mode: Mode) -> dict[str, Any]:
    if question.model.startswith(("dall-e", "tts")) or mode.usage == "none":
        return {}
    if mode.usage == "absurd":
        return {"usage": {"input_tokens": _ABSURD, "output_tokens": _ABSURD}}
    return usage


def _json(body: dict[str, Any]) -> Said:
    return Said(media_type="application/json", pieces=(json.dumps(body).encode(),))


def _events(*events: dict[str, Any]) -> Said:
    pieces = tuple(data(each, event=each["type"]) for each in events)
    return Said(media_type="text/event-stream; charset=utf-8", pieces=pieces)
