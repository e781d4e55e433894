from dataclasses import dataclass

from application.ports.kept_answers import KeptAnswers
from application.ports.stop_signals import StopSignals
from domain.ids import AnswerId, GenerationId


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetAnswer:
    """Forget a kept answer for good; one that is still being made is stopped."""

    answers: KeptAnswers
    stop_signals: StopSignals

    async def __call__(self, id: AnswerId, *, owner: str) -> None:
        """Raises `NoSuchAnswer`."""
        answer = await self.answers.get(id, owner=owner)
        await self.answers.forget(id, owner=owner)
        if answer.is_running:
            await self.stop_signals.send(GenerationId(id))
