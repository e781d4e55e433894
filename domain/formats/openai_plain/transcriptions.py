"""Transcriptions: counted by the time of their sound (whisper) or by tokens (gpt-4o-transcribe)."""

import re
from dataclasses import dataclass, replace
from math import ceil, isfinite
from typing import Final, final

from typing_extensions import override

from domain.formats.openai_plain.measures import Measure
from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import Json, JsonObject
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_text
from domain.transactions.price import Price

_BYTES_A_SECOND_MIN: Final = 2_000
"""Of sound that is packed very small: what a file may hold at most."""
_TOKENS_A_SECOND: Final = 10
_CHARACTERS_A_SECOND: Final = 15
_WORDS_TOKENS_A_SECOND: Final = 5
_TIME: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{3})")
"""As subtitles write it, in SRT and VTT."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionMeasure(Measure):
    """`by_time`: the model is paid so; else by tokens. What is not needed is not guessed."""

    file_bytes: int
    prompt: str = ""
    by_time: bool = False

    @override
    def counted_as(self, price: Price | None) -> Measure:
        return replace(self, by_time=price is not None and price.media.audio_hour > 0)

    @property
    @override
    def at_most(self) -> Usage:
        return self._lasting(max(1.0, self.file_bytes / _BYTES_A_SECOND_MIN), words=None)

    @property
    @override
    def expected(self) -> Usage:
        return self.at_most

    @override
    def of_answer(self, body: JsonObject) -> Usage:
        usage = At(body).object("usage")
        seconds = _seconds(usage.value.get("seconds")) if usage else None
        if seconds is None:
            seconds = _seconds(body.get("duration"))
        if usage is not None and usage.has("input_tokens") and not self.by_time:
            return _by_tokens(usage)
        if seconds is not None and self.by_time:
            return Usage(audio_ms=ceil(seconds * 1000))
        text = body.get("text")
        words = text if isinstance(text, str) else ""
        return self._lasting(_spoken_s(words) if seconds is None else seconds, words=words)

    @override
    def of_text(self, text: str) -> Usage | None:
        times = [_time_s(found) for found in _TIME.finditer(text)]
        return self._lasting(max(times, default=_spoken_s(text)), words=text)

    @override
    def ends(self, kind: str) -> bool:
        return kind == "transcript.text.done"

    def _lasting(self, seconds: float, *, words: str | None) -> Usage:
        if self.by_time:
            return Usage(audio_ms=ceil(seconds * 1000), estimated=True)
        said = ceil(seconds * _WORDS_TOKENS_A_SECOND) if words is None else estimate_text(words)
        return Usage(
            input_uncached=estimate_text(self.prompt),
            input_audio=ceil(seconds * _TOKENS_A_SECOND),
            output=said,
            estimated=True,
        )


def _by_tokens(usage: At) -> Usage:
    heard = count(usage.object("input_token_details"), "audio_tokens")
    tokens = count(usage, "input_tokens")
    heard = min(heard, tokens) if usage.has("input_token_details") else tokens
    return Usage(
        input_uncached=tokens - heard,
        input_audio=heard,
        output=count(usage, "output_tokens"),
    )


def _seconds(found: Json) -> float | None:
    """A number, or, as older servers write it, a text of one."""
    try:
        seconds = float(found) if isinstance(found, int | float | str) else None
    except (ValueError, OverflowError):
        return None
    return seconds if seconds is not None and isfinite(seconds) and seconds >= 0 else None


def _spoken_s(text: str) -> float:
    return max(1.0, len(text) / _CHARACTERS_A_SECOND)


def _time_s(found: re.Match[str]) -> float:
    hours, minutes, seconds, thousandths = (int(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
