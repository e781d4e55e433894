"""The sound of an answer, as OpenAI's clients know it: all of it under one id."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import replace

from domain.formats.reading import scrub
from domain.formats.spoken import as_wav
from domain.json import JsonObject
from domain.llm.events import SoundDelta, SoundOpened
from domain.llm.reply import ReplyPart
from domain.llm.sound import Sound


def sound_id(opened: SoundOpened | SoundDelta | Sound, answer: str) -> str:
    """The vendor's, or one by which nothing can be had again."""
    given = None if isinstance(opened, SoundDelta) else opened.id
    return given or f"audio_{answer}"


def write_sound(
    parts: Sequence[ReplyPart], *, answer: str, created: int, encoding: str | None
) -> JsonObject | None:
    """`None` where nothing was spoken. `encoding` is what the client asked for."""
    sounds = [part for part in parts if isinstance(part, Sound)]
    if not sounds:
        return None
    data = b"".join(b64decode(each.base64) for each in sounds)
    first = replace(sounds[0], base64=b64encode(data).decode())
    sound = as_wav(first) if encoding == "wav" else first
    until = [each.expires_at for each in sounds if each.expires_at is not None]
    return {
        "id": sound_id(sound, answer),
        "data": sound.base64,
        "expires_at": until[0] if until else created,
        "transcript": scrub("".join(each.transcript for each in sounds)),
    }
