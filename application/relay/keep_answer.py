from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.kept_answers import KeptAnswers
from domain.answers.kept_answer import KeptAnswer

LASTING: Final = timedelta(days=30)
BYTES_MAX: Final = 12 * 1024 * 1024
"""What fits into a document of the store, with room to spare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswer:
    """Keep an answer for 30 days at least. One that is too large is not kept."""

    answers: KeptAnswers

    async def __call__(self, answer: KeptAnswer) -> None:
        if answer.size <= BYTES_MAX:
            await self.answers.add(answer)
            await self.answers.forget_before(answer.at - LASTING, owner=answer.owner)
