from dataclasses import dataclass
from datetime import datetime

from domain.errors import Invalid
from domain.ids import AgentId, UserId

NAME_LENGTH_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A model with standing instructions under a name of its own."""

    id: AgentId
    owner: UserId
    name: str
    instructions: str
    model: str
    created_at: datetime
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"an agent's name has 1 to {NAME_LENGTH_MAX} characters")
