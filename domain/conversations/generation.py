"""The making of one answer: a job that outlives the connection that asked for it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self

from domain.ids import ConversationId, GenerationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """`tools` are the names of those that its model is offered.

    `restarts` counts how often another worker went on with it after its own had died.
    """

    id: GenerationId
    owner: UserId
    conversation: ConversationId
    message: MessageId
    started_at: datetime
    state: Literal["running", "ended"] = "running"
    tools: tuple[str, ...] = ()
    restarts: int = 0

    @property
    def request(self) -> str:
        """What the names of its calls in the books begin with: another after each restart."""
        return f"{self.id}.{self.restarts}" if self.restarts else self.id

    def end(self) -> Self:
        return replace(self, state="ended")

    def restart(self) -> Self:
        return replace(self, restarts=self.restarts + 1)
