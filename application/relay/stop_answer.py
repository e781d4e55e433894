from dataclasses import dataclass

from application.ports.stop_signals import StopSignals
from application.relay.read_answer import ReadAnswer
from domain.answers.kept_answer import KeptAnswer
from domain.errors import Invalid
from domain.ids import AnswerId, GenerationId


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAnswer:
    """Stop an answer that is made in the background, on whichever instance."""

    read_answer: ReadAnswer
    stop_signals: StopSignals

    async def __call__(self, id: AnswerId, *, owner: str) -> KeptAnswer:
        """Return it as it is told: one that has ended stays as it is.

        Raises `NoSuchAnswer`, and `Invalid` for one that was never in the background.
        """
        answer = await self.read_answer(id, owner=owner)
        if not answer.is_in_background:
            raise Invalid("only answers in the background can be cancelled; hang up on others")
        if not answer.is_running:
            return answer
        await self.stop_signals.send(GenerationId(id))
        return answer.stopped()
