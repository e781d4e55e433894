from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.presets import Presets
from domain.ids import PresetId, UserId
from domain.library.preset import Preset


@final
class MemoryPresets(Presets):
    def __init__(self) -> None:
        self._rows: dict[PresetId, Preset] = {}

    @override
    async def put(self, preset: Preset) -> None:
        self._rows[preset.id] = preset

    @override
    async def of(self, owner: UserId) -> Sequence[Preset]:
        mine = (each for each in self._rows.values() if each.owner == owner)
        return sorted(mine, key=lambda each: (each.name.casefold(), each.id))

    @override
    async def delete(self, id: PresetId, *, owner: UserId) -> None:
        if id in self._rows and self._rows[id].owner == owner:
            del self._rows[id]
