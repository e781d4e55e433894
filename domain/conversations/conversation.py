"""A conversation: owned by one person; its messages are rows of a tree apart from it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from domain.errors import Invalid
from domain.ids import ConversationId, MessageId, UserId

TITLE_LENGTH_MAX = 200
_TITLE_FROM_TEXT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`active_leaf` is the last message of the branch that is shown; `version` counts saves."""

    id: ConversationId
    owner: UserId
    title: str
    model: str | None
    created_at: datetime
    updated_at: datetime
    active_leaf: MessageId | None = None
    version: int = 0

    def rename(self, title: str, *, at: datetime) -> Self:
        cleaned = " ".join(title.split())
        if not cleaned or len(cleaned) > TITLE_LENGTH_MAX:
            raise Invalid(f"a title has 1 to {TITLE_LENGTH_MAX} characters")
        return replace(self, title=cleaned, updated_at=at)

    def use_model(self, model: str) -> Self:
        return replace(self, model=model)

    def show(self, leaf: MessageId, *, at: datetime) -> Self:
        return replace(self, active_leaf=leaf, updated_at=at)


def title_from(text: str) -> str:
    """Name a conversation after its first message, cut at a word where one is near."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_FROM_TEXT:
        return line or "New chat"
    head = line[:_TITLE_FROM_TEXT]
    at_word, _, _ = head.rpartition(" ")
    return f"{at_word if len(at_word) > _TITLE_FROM_TEXT // 2 else head}…"
