from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.instances import Instances
from domain.system.instance import Instance


@final
class MemoryInstances(Instances):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, Instance] = {}

    @override
    async def announce(self, instance: Instance) -> None:
        self._known[instance.id] = instance

    @override
    async def leave(self, id: str) -> None:
        self._known.pop(id, None)

    @override
    async def present(self) -> Sequence[Instance]:
        now = self._clock()
        there = [each for each in self._known.values() if each.is_there(at=now)]
        return sorted(there, key=lambda each: (each.service, each.started_at, each.id))
