"""What is kept of a text that can be found."""

from dataclasses import dataclass
from datetime import datetime

from domain.conversations.conversation import Conversation
from domain.conversations.message import Message
from domain.ids import ConversationId, MessageId, UserId
from domain.search.words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text stands: a message, or with `message=None` the conversation's title."""

    conversation: ConversationId
    message: MessageId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    owner: UserId
    place: Place
    at: datetime
    words: frozenset[str]


def entry_of_title(conversation: Conversation) -> Entry:
    return Entry(
        owner=conversation.owner,
        place=Place(conversation=conversation.id, message=None),
        at=conversation.updated_at,
        words=words_of(conversation.title),
    )


def entry_of_message(message: Message, *, owner: UserId) -> Entry:
    return Entry(
        owner=owner,
        place=Place(conversation=message.conversation, message=message.id),
        at=message.created_at,
        words=words_of(message.text),
    )
