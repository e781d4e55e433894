"""Going on with an answer whose worker died, from the end of its last finished step.

Only answers that have called tools have steps; others are closed with the text they have.
"""

from dataclasses import dataclass, replace
from typing import Final

from application.chat.generation_jobs import GenerationJobs
from application.chat.growing_answer import told_again
from application.chat.held_lease import WorkLeases
from application.chat.prepare_answer import AnswerJob
from application.ports.generation_log import GenerationLog, PartsDropped
from application.ports.generations import Generations
from application.ports.language_models import ModelCatalog
from domain.catalog.models import Model
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
    catalog: ModelCatalog
    jobs: GenerationJobs

    async def can(self, generation: Generation, answer: Message) -> bool:
        """Whether there is a step to go on from, and a model to go on."""
        if generation.restarts >= RESTARTS_MAX or not finished_steps(answer.parts):
            return False
        return await self._model(answer) is not None

    async def __call__(self, generation: Generation, answer: Message) -> None:
        """Nothing happens when another worker was faster. `answer` is as it is stored."""
        model = await self._model(answer)
        if model is None or not await self.leases.take(generation.id):
            return
        parts = finished_steps(answer.parts)
        restarted = await self.generations.restart(generation.id)
        await self.log.append(generation.id, [PartsDropped(part=0), *told_again(parts)])
        self.jobs.start(
            AnswerJob(generation=restarted, answer=replace(answer, parts=parts), model=model)
        )

    async def _model(self, answer: Message) -> Model | None:
        try:
            return (await self.catalog.current()).find(answer.model or "", task="chat")
        except DomainError:
            return None
