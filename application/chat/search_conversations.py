"""Looking for what was said.

The index says where all words are; what stands there now is read, so that nothing is shown that
is gone or was renamed. Then come the better places first: titles, words that stand as they were
typed, and what is younger.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.messages import Messages
from application.ports.search_index import SearchIndex
from domain.conversations.conversation import Conversation
from domain.conversations.message import Message
from domain.ids import ConversationId, UserId
from domain.search.excerpt import Excerpt, excerpt, marked
from domain.search.query import Query

CANDIDATES_MAX: Final = 60
"""Places that are looked at; the youngest, since there may be any number."""

_TITLE: Final = 2.0
_PHRASE: Final = 1.0
_HALF_LIFE_DAYS: Final = 30.0
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A message with the words looked for, and the place where they stand in it."""

    message: Message
    excerpt: Excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundConversation:
    """Its title with what was looked for in it, and its hits, the best first; maybe none."""

    conversation: Conversation
    title: Excerpt
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchConversations:
    """All of the caller's, archived ones too, where a title or a message has every word."""

    conversations: Conversations
    messages: Messages
    index: SearchIndex
    clock: Clock

    async def __call__(self, text: str, *, by: UserId) -> Sequence[FoundConversation]:
        query = Query.of(text)
        places = await self.index.find(query, owner=by, limit=CANDIDATES_MAX)
        ids = list(dict.fromkeys(place.conversation for place in places))
        mine = {each.id: each for each in await self.conversations.several(ids, owner=by)}
        said = await self.messages.anywhere([each.message for each in places if each.message])
        hits: dict[ConversationId, list[Hit]] = {each: [] for each in mine}
        for message in said:
            if message.conversation in mine:  # What was said does not change: the index is right.
                found = excerpt(message.text, query)
                hits[message.conversation].append(Hit(message=message, excerpt=found))
        now = self.clock()
        all_found = [_found(each, hits[each.id], query, now) for each in mine.values()]
        shown = [each for each in all_found if each.hits or _has_all(each.title, query)]
        return sorted(shown, key=lambda each: _rank(each, query, now), reverse=True)


def _found(
    conversation: Conversation, hits: Sequence[Hit], query: Query, now: datetime
) -> FoundConversation:
    return FoundConversation(
        conversation=conversation,
        title=marked(conversation.title, query),
        hits=tuple(sorted(hits, key=lambda hit: _worth(hit, now), reverse=True)),
    )


def _has_all(found: Excerpt, query: Query) -> bool:
    return found.terms == len(query.terms)


def _rank(found: FoundConversation, query: Query, now: datetime) -> float:
    title = _TITLE * _has_all(found.title, query) + _PHRASE * found.title.is_phrase
    best = max((_worth(hit, now) for hit in found.hits), default=0.0)
    return title + best + _freshness(found.conversation.updated_at, now)


def _worth(hit: Hit, now: datetime) -> float:
    return _PHRASE * hit.excerpt.is_phrase + _freshness(hit.message.created_at, now)


def _freshness(at: datetime, now: datetime) -> float:
    """1 for just now, half of it a month later."""
    age_days = max(0.0, (now - at).total_seconds() / _DAY_S)
    return math.pow(0.5, age_days / _HALF_LIFE_DAYS)
