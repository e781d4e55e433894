"""A model with its parameters and tools under a name, to begin chats with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.agents.agent import Parameters
from domain.errors import Invalid
from domain.ids import PresetId, UserId

NAME_LENGTH_MAX: Final = 80
PRESETS_MAX: Final = 100
_TOOLS_MAX: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """`model` may be an agent. It is looked for when it is used: models come and go.

    Raises `Invalid` for what cannot be.
    """

    id: PresetId
    owner: UserId
    name: str
    model: str
    parameters: Parameters = field(default_factory=Parameters)
    tools: tuple[str, ...] = ()
    saved_at: datetime

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a preset's name has 1 to {NAME_LENGTH_MAX} characters")
        if not self.model:
            raise Invalid("a preset needs a model")
        if len(self.tools) > _TOOLS_MAX or len(set(self.tools)) < len(self.tools):
            raise Invalid(f"tools: are at most {_TOOLS_MAX}, each once")

    def is_called(self, name: str) -> bool:
        return self.name.casefold() == name.casefold()
