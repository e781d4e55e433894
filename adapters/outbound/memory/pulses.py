from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from application.ports.pulses import LASTING, Pulse, Pulses


@final
class MemoryPulses(Pulses):
    def __init__(self) -> None:
        self._last: dict[str, Pulse] = {}

    @override
    async def beat(self, pulse: Pulse) -> None:
        self._last[pulse.process] = pulse

    @override
    async def all(self, *, at: datetime) -> Sequence[Pulse]:
        return [each for each in self._last.values() if at - each.at <= LASTING]
