"""Sound in answers: what it is, and its words for formats that have no sound (conversion B2)."""

import base64
import binascii
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from domain.errors import Invalid
from domain.llm.events import (
    PictureOpened,
    SoundDelta,
    SoundOpened,
    StreamEvent,
    TextDelta,
    TextOpened,
)
from domain.llm.reply import markdown
from domain.llm.sound import Sound

PCM: Final = "audio/L16;codec=pcm;rate=24000"
"""What both vendors stream: 16 bits, one channel; Google's word for it."""
WAV: Final = "audio/wav"
_RATE: Final = 24_000
_SIGNATURES: Final = (
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
_HEAD: Final = 16


def said_aloud(data: str, *, media_type: str = "") -> tuple[str, str]:
    """Base64 without faults, and what it is by its own signature. Raises `Invalid`."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("data: is not base64") from None
    return data, media_type or _kind(raw[:_HEAD])


def _kind(head: bytes) -> str:
    """Raw samples have no signature."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    return next((kind for magic, kind in _SIGNATURES if head.startswith(magic)), PCM)


def in_words(event: StreamEvent, *, pictures: bool = True) -> Iterator[StreamEvent]:
    """An event as those of the words that were spoken, or of a picture in Markdown.

    Without `pictures` there is nothing in their blocks.
    """
    match event:
        case SoundOpened(index):
            yield TextOpened(index)
        case SoundDelta(index, transcript=transcript):
            yield TextDelta(index, transcript)
        case PictureOpened(index, image):
            yield TextOpened(index)
            if pictures:
                yield TextDelta(index, markdown(image))
        case _:
            yield event


def as_wav(sound: Sound) -> Sound:
    """Raw samples as a file; anything else is one already."""
    if not is_raw(sound.media_type):
        return sound
    samples = base64.b64decode(sound.base64)
    head = b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt "
    shape = struct.pack("<IHHIIHH", 16, 1, 1, _RATE, 2 * _RATE, 2, 16)
    data = b"data" + struct.pack("<I", len(samples))
    whole = base64.b64encode(head + shape + data + samples).decode()
    return replace(sound, media_type=WAV, base64=whole)


def is_raw(media_type: str) -> bool:
    return media_type.lower().startswith(("audio/l16", "audio/pcm"))
