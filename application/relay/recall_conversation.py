from dataclasses import dataclass
from typing import Final

from application.ports.kept_answers import KeptAnswers
from domain.answers.kept_answer import NoSuchAnswer
from domain.errors import Invalid
from domain.ids import AnswerId
from domain.json import JsonObject

LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallConversation:
    """The items of a conversation up to an answer and with it, the oldest first."""

    answers: KeptAnswers

    async def __call__(self, id: AnswerId | None, *, owner: str) -> tuple[JsonObject, ...]:
        """Raises `Invalid` when a part of it is not kept, or when there is no end of it."""
        parts: list[tuple[JsonObject, ...]] = []
        earlier = id
        while earlier is not None:
            if len(parts) == LONGEST:
                raise Invalid(f"the conversation is longer than {LONGEST:,} answers")
            try:
                answer = await self.answers.get(earlier, owner=owner)
            except NoSuchAnswer as error:
                raise Invalid(f"previous_response_id: {error}") from None
            if answer.is_running:
                raise Invalid(f"previous_response_id: the answer {earlier!r} is not done yet")
            parts.append(answer.items)
            earlier = answer.previous
        return tuple(item for part in reversed(parts) for item in part)
