"""The making of one answer: a job that outlives the connection that asked for it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self

from domain.ids import ConversationId, GenerationId, MessageId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    id: GenerationId
    owner: UserId
    conversation: ConversationId
    message: MessageId
    started_at: datetime
    state: Literal["running", "ended"] = "running"

    def end(self) -> Self:
        return replace(self, state="ended")
