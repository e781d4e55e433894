"""A branch that everybody may read who has its address: as it was when it was shared."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from domain.conversations.message import Message, MessagePart
from domain.errors import Invalid, NotFound
from domain.ids import ConversationId, MessageId, ShareId, UserId
from domain.llm.prompt import Refusal, Text

LASTING_MAX: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """`id` is the secret part of its address. Its messages are kept as a conversation's of that id.

    `author` is the name that readers see, empty for nobody's.
    """

    id: ShareId
    owner: UserId
    conversation: ConversationId
    leaf: MessageId
    title: str
    author: str
    messages: int
    created_at: datetime
    expires_at: datetime | None

    @property
    def place(self) -> ConversationId:
        return ConversationId(self.id)

    def check_open(self, *, at: datetime) -> None:
        """Raise `NotFound` once it has ended: as if it had never been."""
        if self.has_ended(at=at):
            raise NotFound("this link leads nowhere, or no more")

    def has_ended(self, *, at: datetime) -> bool:
        return self.expires_at is not None and at >= self.expires_at


def end_of(lasting: timedelta | None, *, at: datetime) -> datetime | None:
    """Raise `Invalid` for what is no time to last."""
    if lasting is None:
        return None
    if not timedelta(0) < lasting <= LASTING_MAX:
        raise Invalid(f"a link lasts for at most {LASTING_MAX.days} days")
    return at + lasting


def public(message: Message) -> Message:
    """What a reader sees: what was said, not what was thought, called, paid or went wrong."""
    parts: list[MessagePart] = [each for each in message.parts if isinstance(each, Text | Refusal)]
    return replace(message, parts=tuple(parts), cost=None, error=None)
