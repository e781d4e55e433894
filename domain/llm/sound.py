"""Answers that are spoken: what was said aloud, and how it was asked for."""

from dataclasses import dataclass, field

from domain.json import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What a model said aloud: base64 of `media_type`, such as `audio/wav`.

    `transcript` are its words, where the vendor tells them. `id` names it at the vendor, who keeps
    it until `expires_at` (seconds since 1970); in a history the id may be all
    there is. `path` as in `domain.llm.prompt`.
    """

    media_type: str = ""
    base64: str = ""
    transcript: str = ""
    id: str | None = None
    expires_at: int | None = None
    path: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """An answer that is spoken; `alone` asks for no words beside the sound.

    `voice` is as the client's `format` has it; only its own vendor has that voice. `encoding` is
    OpenAI's word for how sound is written, such as `wav` or `pcm16`.
    """

    format: str
    voice: Json = None
    encoding: str | None = None
    alone: bool = False
