"""Going on with an answer whose worker died, from the end of its last finished step.

Only answers that have called tools have steps; others are closed with the text they have.
"""

from dataclasses import dataclass, replace
from typing import Final

from application.agents.answerers import Answerer, Answerers
from application.chat.generation_jobs import GenerationJobs
from application.chat.growing_answer import told_again
from application.chat.held_lease import WorkLeases
from application.chat.prepare_answer import AnswerJob
from application.ports.generation_log import GenerationLog, PartsDropped
from application.ports.generations import Generations
from domain.conversations.generation import Generation
from domain.conversations.message import Message
from domain.errors import DomainError
from domain.tools.rounds import finished_steps

RESTARTS_MAX: Final = 3
"""What kills one worker after the other has to end some time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeAnswer:
    generations: Generations
    log: GenerationLog
    leases: WorkLeases
    answerers: Answerers
    jobs: GenerationJobs

    async def can(self, generation: Generation, answer: Message) -> bool:
        """Whether there is a step to go on from, and a model to go on."""
        if generation.restarts >= RESTARTS_MAX or not finished_steps(answer.parts):
            return False
        return await self._answerer(generation, answer) is not None

    async def __call__(self, generation: Generation, answer: Message) -> None:
        """Nothing happens when another worker was faster. `answer` is as it is stored."""
        answerer = await self._answerer(generation, answer)
        if answerer is None or not await self.leases.take(generation.id):
            return
        parts = finished_steps(answer.parts)
        restarted = await self.generations.restart(generation.id)
        await self.log.append(generation.id, [PartsDropped(part=0), *told_again(parts)])
        self.jobs.start(
            AnswerJob(generation=restarted, answer=replace(answer, parts=parts), answerer=answerer)
        )

    async def _answerer(self, generation: Generation, answer: Message) -> Answerer | None:
        try:
            return await self.answerers.find(answer.model, by=generation.owner)
        except DomainError:
            return None
