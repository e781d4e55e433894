"""The end of an answer, in an order that loses nothing when it is cut off between two steps.

The message first, then those who watch, then the note that somebody works on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from application.chat.insistence import PAUSES_S, insist
from application.ports.generation_log import AnswerEnded, GenerationLog
from application.ports.generations import Generations
from application.ports.messages import Messages
from domain.conversations.generation import Generation
from domain.conversations.message import Message
from domain.errors import Conflict, NotFound, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAnswer:
    """Store an answer's last state and end its generation, again and again while a store is away.

    Raises `Unavailable` when one stays away; then the generation still runs by the books, and
    the sweeper will close it.
    """

    messages: Messages
    log: GenerationLog
    generations: Generations
    pauses_s: Sequence[float] = PAUSES_S

    async def __call__(self, generation: Generation, final: Message | None) -> None:
        """`None`: the message is final already, or not there."""
        if final is not None:
            await self._save(final)
        await self._tell(generation)
        await insist(lambda: self.generations.end(generation.id), pauses_s=self.pauses_s)

    async def _save(self, final: Message) -> None:
        try:
            await insist(lambda: self.messages.save(final), pauses_s=self.pauses_s)
        except (Conflict, NotFound):
            return  # Somebody else ended it, or deleted the conversation.

    async def _tell(self, generation: Generation) -> None:
        try:
            await self.log.append(generation.id, [AnswerEnded()])
            await self.log.fade(generation.id)
        except Unavailable:
            return  # Viewers also look at the message itself.
