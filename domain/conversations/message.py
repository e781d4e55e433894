"""One message: a row of a conversation's tree."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self, TypeAlias

from domain.errors import Conflict, Invalid
from domain.ids import ConversationId, GenerationId, MessageId
from domain.llm.prompt import (
    Document,
    Image,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd

MessagePart: TypeAlias = (
    Text | Image | Document | ToolCall | ToolResult | Thinking | RedactedThinking | Refusal
)
MessageState = Literal[
    "complete", "streaming", "stopped", "interrupted", "truncated", "refused", "failed"
]

TEXT_LENGTH_MAX = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCost:
    """What an answer took: tokens by kind, money (`None`: unknown) and time."""

    usage: Usage
    cost: NanoUsd | None
    first_token_ms: int | None
    latency_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerError:
    """Why an answer failed, in words for its reader."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: MessageId
    conversation: ConversationId
    parent: MessageId | None
    role: Literal["user", "assistant"]
    parts: tuple[MessagePart, ...]
    created_at: datetime
    state: MessageState = "complete"
    model: str | None = None
    generation: GenerationId | None = None
    cost: AnswerCost | None = None
    error: AnswerError | None = None

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, Text))

    def grow(self, parts: tuple[MessagePart, ...]) -> Self:
        """Hold the answer so far. Raises `Conflict` once it has ended."""
        if self.state != "streaming":
            raise Conflict(f"message {self.id!r} has ended")
        return replace(self, parts=parts)

    def end(
        self,
        state: MessageState,
        *,
        cost: AnswerCost | None = None,
        error: AnswerError | None = None,
    ) -> Self:
        """End the answer, once. Raises `Conflict` when it was before."""
        if self.state != "streaming":
            raise Conflict(f"message {self.id!r} has ended")
        return replace(self, state=state, cost=cost, error=error)


def check_text(text: str) -> None:
    """Raise `Invalid` unless a person may send `text`."""
    if not text.strip():
        raise Invalid("the message is empty")
    if len(text) > TEXT_LENGTH_MAX:
        raise Invalid(f"the message has more than {TEXT_LENGTH_MAX:,} characters")
