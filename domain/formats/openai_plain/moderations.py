"""Moderations: free at OpenAI, and without a count."""

from dataclasses import dataclass
from typing import final

from typing_extensions import override

from domain.formats.openai_plain.measures import Measure
from domain.json import JsonObject
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_text


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationMeasure(Measure):
    text: str

    @property
    @override
    def at_most(self) -> Usage:
        return self.expected

    @property
    @override
    def expected(self) -> Usage:
        return Usage(input_uncached=estimate_text(self.text), estimated=True)

    @override
    def of_answer(self, body: JsonObject) -> Usage:
        del body
        return self.expected
