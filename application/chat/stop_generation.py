from dataclasses import dataclass

from application.ports.generations import Generations
from application.ports.stop_signals import StopSignals
from domain.ids import GenerationId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StopGeneration:
    """Tell the worker, wherever it is, to stop. One that has ended stays so.

    Raises `NotFound` for a stranger's.
    """

    generations: Generations
    stop_signals: StopSignals

    async def __call__(self, id: GenerationId, *, by: UserId) -> None:
        generation = await self.generations.get(id, owner=by)
        if generation.state == "running":
            await self.stop_signals.send(id)
