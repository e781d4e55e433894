"""Spoken answers, as they are asked for (conversion A5)."""

from typing import Final

from domain.errors import Invalid
from domain.formats.encoded import Losses
from domain.formats.reading import At
from domain.llm.prompt import Prompt
from domain.llm.sound import Speech

CARRIED: Final = frozenset({None, "wav", "pcm16"})
"""How sound may be written that a vendor gives as raw samples."""


def read_modalities(at: At, losses: Losses) -> Speech | None:
    """OpenAI's `modalities` and `audio`; other kinds than words and sound are noted as lost."""
    wanted = [*at.texts("modalities")]
    for number, kind in enumerate(wanted):
        if kind not in {"text", "audio"}:
            losses.note(f"modalities[{number}]", "has no neutral form")
    audio = at.object("audio")
    if "audio" not in wanted:
        if audio is not None:
            losses.note("audio", "nothing is spoken without its word in modalities")
        return None
    return Speech(
        format="openai_chat",
        voice=audio.kept().get("voice") if audio else None,
        encoding=audio.text_or_none("format") if audio else None,
        alone="text" not in wanted,
    )


def refuse_speech(prompt: Prompt, losses: Losses, reason: str) -> None:
    """Where nothing is spoken: an answer in words, unless it would be none. Raises `Invalid`."""
    if prompt.speech is None:
        return
    if prompt.speech.alone:
        raise Invalid(f"{prompt.paths.get('speech', 'speech')}: {reason}")
    losses.note("speech", reason)
