"""One message: a row of a conversation's tree."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self, TypeAlias

from domain.errors import Conflict, Invalid
from domain.files.attachment import Attachment
from domain.ids import ConversationId, FileId, GenerationId, MessageId
from domain.llm.prompt import Text
from domain.llm.usage import Usage
from domain.tools.rounds import AnswerPart
from domain.tools.run import ToolRun
from domain.transactions.money import NanoUsd

MessagePart: TypeAlias = AnswerPart
MessageState = Literal[
    "complete", "streaming", "asking", "stopped", "interrupted", "truncated", "refused", "failed"
]
"""`asking`: somebody has to agree to a call of a tool; then the answer goes on."""

TEXT_LENGTH_MAX = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCost:
    """What an answer took: tokens by kind, money (`None`: unknown) and time."""

    usage: Usage
    cost: NanoUsd | None
    first_token_ms: int | None
    latency_ms: int

    def with_call(self, call: "AnswerCost") -> "AnswerCost":
        """With a later call for the same answer; the first word came with the first one."""
        known = self.cost is not None and call.cost is not None
        return AnswerCost(
            usage=self.usage + call.usage,
            cost=NanoUsd((self.cost or 0) + (call.cost or 0)) if known else None,
            first_token_ms=self.first_token_ms,
            latency_ms=self.latency_ms + call.latency_ms,
        )


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

    @property
    def files(self) -> tuple[FileId, ...]:
        """Those that it has, and those that its tools made."""
        return tuple(
            each.file
            for part in self.parts
            if isinstance(part, Attachment | ToolRun)
            for each in (part.files if isinstance(part, ToolRun) else (part,))
        )

    def grow(self, parts: tuple[MessagePart, ...], *, cost: AnswerCost | None = None) -> Self:
        """Hold the answer so far, and what its finished steps cost.

        Raises `Conflict` once it has ended.
        """
        if self.state != "streaming":
            raise Conflict(f"message {self.id!r} has ended")
        return replace(self, parts=parts, cost=cost or self.cost)

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
        return replace(self, state=state, cost=cost or self.cost, error=error)

    def cut_off(self) -> Self:
        """As an answer is that has ended: no tool runs any more. One that asks stays as it is."""
        if self.state in {"streaming", "asking"}:
            return self
        ended = (part.cut_off() if isinstance(part, ToolRun) else part for part in self.parts)
        return replace(self, parts=tuple(ended))


def named(message: Message) -> str:
    """What a title can be made of: its words, else the names of its files."""
    files = (part.name for part in message.parts if isinstance(part, Attachment))
    return message.text or ", ".join(files)


def check_text(text: str, *, alone: bool = True) -> None:
    """Raise `Invalid` unless a person may send `text`; beside files it may be empty."""
    if alone and not text.strip():
        raise Invalid("the message is empty")
    if len(text) > TEXT_LENGTH_MAX:
        raise Invalid(f"the message has more than {TEXT_LENGTH_MAX:,} characters")
