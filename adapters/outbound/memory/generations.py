from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.generations import Generations
from domain.conversations.generation import Generation
from domain.errors import Conflict, NotFound
from domain.ids import GenerationId, UserId


@final
class MemoryGenerations(Generations):
    def __init__(self) -> None:
        self._by_id: dict[GenerationId, Generation] = {}

    @override
    async def add(self, generation: Generation) -> None:
        if generation.id in self._by_id:
            raise Conflict(f"generation {generation.id!r} is there already")
        self._by_id[generation.id] = generation

    @override
    async def get(self, id: GenerationId, *, owner: UserId) -> Generation:
        generation = self._by_id.get(id)
        if generation is None or generation.owner != owner:
            raise NotFound(f"no generation {id!r}")
        return generation

    @override
    async def end(self, id: GenerationId) -> None:
        if id in self._by_id:
            self._by_id[id] = self._by_id[id].end()

    @override
    async def restart(self, id: GenerationId) -> Generation:
        if id not in self._by_id:
            raise NotFound(f"no generation {id!r}")
        self._by_id[id] = self._by_id[id].restart()
        return self._by_id[id]

    @override
    async def running(self) -> Sequence[Generation]:
        found = [each for each in self._by_id.values() if each.state == "running"]
        return sorted(found, key=lambda each: (each.started_at, each.id))

    @override
    async def running_of(self, owner: UserId) -> Sequence[Generation]:
        return [each for each in await self.running() if each.owner == owner]

    def erase(self, owner: UserId) -> set[str]:
        gone = {each.id for each in self._by_id.values() if each.owner == owner}
        for each in gone:
            del self._by_id[each]
        return {str(each) for each in gone}
