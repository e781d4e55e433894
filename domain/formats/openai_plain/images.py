"""Pictures: counted by their tokens (gpt-image) or by the piece (dall-e)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, final

from typing_extensions import override

from domain.formats.openai_plain.measures import Measure
from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import JsonObject
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_text

PICTURES_MAX: Final = 10
_TOKENS: Final = {"low": 408, "medium": 1_584}
_TOKENS_MAX: Final = 6_240
"""Of one large picture of that quality, as OpenAI lists them; of a better one, the most."""
_PARTIAL_TOKENS: Final = 100


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesMeasure(Measure):
    """`given` pictures are to be edited; `partial` ones are shown while each is made."""

    prompt: str
    number: int = 1
    quality: str = ""
    given: int = 0
    partial: int = 0

    @property
    @override
    def at_most(self) -> Usage:
        return replace(self._guess(_TOKENS_MAX), input_images=self.given * _TOKENS_MAX)

    @property
    @override
    def expected(self) -> Usage:
        return self._guess(_TOKENS.get(self.quality, _TOKENS_MAX))

    @override
    def of_answer(self, body: JsonObject) -> Usage:
        at = At(body)
        data = body.get("data")
        made = len(data) if isinstance(data, Sequence) else 1
        usage = at.object("usage")
        if usage is None:
            return replace(self.expected, images=made)
        given, drawn = usage.object("input_tokens_details"), usage.object("output_tokens_details")
        seen = min(count(given, "image_tokens"), count(usage, "input_tokens"))
        cached = min(count(given, "cached_tokens"), count(usage, "input_tokens") - seen)
        output = count(usage, "output_tokens")
        return Usage(
            input_uncached=count(usage, "input_tokens") - seen - cached,
            cache_read=cached,
            input_images=seen,
            output=output,
            # Without a word on it, all that comes out is picture.
            output_images=output if drawn is None else min(count(drawn, "image_tokens"), output),
            images=made,
        )

    @override
    def ends(self, kind: str) -> bool:
        return kind in {"image_generation.completed", "image_edit.completed"}

    def _guess(self, tokens: int) -> Usage:
        output = self.number * (tokens + self.partial * _PARTIAL_TOKENS)
        return Usage(
            input_uncached=estimate_text(self.prompt),
            input_images=self.given * _TOKENS["medium"],
            output=output,
            output_images=output,
            images=self.number,
            estimated=True,
        )
