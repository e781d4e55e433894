from contextlib import suppress
from dataclasses import dataclass

from application.ports.kept_answers import KeptAnswers
from application.ports.leases import Leases
from application.relay.background_answers import lease_of
from domain.answers.kept_answer import KeptAnswer, NoSuchAnswer
from domain.errors import Unavailable
from domain.ids import AnswerId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """Read a kept answer; one that was lost on its way is kept as failed from then on."""

    answers: KeptAnswers
    leases: Leases

    async def __call__(self, id: AnswerId, *, owner: str) -> KeptAnswer:
        """Raises `NoSuchAnswer`."""
        answer = await self.answers.get(id, owner=owner)
        if not answer.is_running or await self._is_held(id):
            return answer
        # Its end is kept before its lease is let go of: what runs without one ran a moment ago.
        answer = await self.answers.get(id, owner=owner)
        if not answer.is_running:
            return answer
        lost = answer.lost()
        with suppress(NoSuchAnswer):
            await self.answers.change(lost)
        return lost

    async def _is_held(self, id: AnswerId) -> bool:
        """Also while nobody can tell."""
        try:
            return await self.leases.holder_of(lease_of(id)) is not None
        except Unavailable:
            return True
