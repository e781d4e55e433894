from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.ids import PresetId, UserId
from domain.library.preset import Preset


class Presets(Protocol):
    """All presets, each its owner's alone."""

    @abstractmethod
    async def put(self, preset: Preset) -> None:
        """Store it in place of the one with its id, if there is one."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[Preset]:
        """The owner's, by name."""

    @abstractmethod
    async def delete(self, id: PresetId, *, owner: UserId) -> None:
        """Remove it; no error when it is not there."""
