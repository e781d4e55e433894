"""Presets: a model with parameters and tools, kept under a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.presets import Presets
from domain.agents.agent import Parameters
from domain.errors import Invalid, NotFound
from domain.ids import PresetId, UserId
from domain.library.preset import PRESETS_MAX, Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPresets:
    presets: Presets

    async def __call__(self, *, by: UserId) -> Sequence[Preset]:
        return await self.presets.of(by)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPreset:
    name: str
    model: str
    parameters: Parameters = field(default_factory=Parameters)
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePreset:
    """Keep it, in place of one's own that has this name. Raises `Invalid` for one too many."""

    presets: Presets
    new_id: NewId
    clock: Clock

    async def __call__(self, wanted: WantedPreset, *, by: UserId) -> Preset:
        name = " ".join(wanted.name.split())
        own = await self.presets.of(by)
        before = next((each for each in own if each.is_called(name)), None)
        if before is None and len(own) >= PRESETS_MAX:
            raise Invalid(f"there are {PRESETS_MAX} presets already")
        preset = Preset(
            id=PresetId(self.new_id()) if before is None else before.id,
            owner=by,
            name=name,
            model=wanted.model,
            parameters=wanted.parameters,
            tools=wanted.tools,
            saved_at=self.clock(),
        )
        await self.presets.put(preset)
        return preset


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePreset:
    """Raises `NotFound` for what is a stranger's, or not there."""

    presets: Presets

    async def __call__(self, id: PresetId, *, by: UserId) -> None:
        if all(each.id != id for each in await self.presets.of(by)):
            raise NotFound(f"no preset {id!r}")
        await self.presets.delete(id, owner=by)
