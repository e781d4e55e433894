"""Speech: counted by its characters (tts) or by the tokens of its sound (gpt-4o-mini-tts)."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Final, final

from typing_extensions import override

from domain.formats.openai_plain.measures import Measure
from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import JsonObject
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_text
from domain.transactions.price import Price

_TOKENS_A_CHARACTER: Final = 1.4
"""A minute of speech is some 1,250 tokens of sound and 900 characters."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechMeasure(Measure):
    """`by_characters`: the model is paid so, and no token has to be guessed."""

    text: str
    instructions: str = ""
    by_characters: bool = False

    @override
    def counted_as(self, price: Price | None) -> Measure:
        return replace(self, by_characters=price is not None and price.media.characters > 0)

    @property
    @override
    def at_most(self) -> Usage:
        return replace(self.expected, output=2 * self.expected.output)

    @property
    @override
    def expected(self) -> Usage:
        if self.by_characters:
            return Usage(characters=len(self.text))
        return Usage(
            input_uncached=estimate_text(self.text) + estimate_text(self.instructions),
            output=ceil(len(self.text) * _TOKENS_A_CHARACTER),
            characters=len(self.text),
            estimated=True,
        )

    @override
    def of_answer(self, body: JsonObject) -> Usage:
        usage = At(body).object("usage")
        if usage is None:
            return self.expected
        return Usage(
            input_uncached=count(usage, "input_tokens"),
            output=count(usage, "output_tokens"),
            characters=len(self.text),
        )

    @override
    def ends(self, kind: str) -> bool:
        return kind == "speech.audio.done"

    @property
    @override
    def is_sound(self) -> bool:
        return True
