"""The search index in MongoDB: texts that came lately as they are, older ones in spans.

Every question is an equality on an index, which is what the embedded server does quickly too.
"""

from collections.abc import Mapping, Sequence
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.search_spans import MongoSearchSpans, State
from application.ports.clock import Clock
from application.ports.search_index import SearchIndex
from domain.errors import Unavailable
from domain.ids import ConversationId, MessageId, UserId
from domain.search.entry import Entry, Place
from domain.search.postings import SPAN_MAX, buckets_of, numbers_with
from domain.search.query import Query
from domain.search.spans import Span, to_join, windows

FRESH_MAX: Final = 256
"""From so many texts on they become a span."""

_SPAN_FROM: Final = 1_024
"""So many texts at once need not be kept as they are first."""

_NOTE_EVERY: Final = 64
_ABSORBED_MAX: Final = 512
"""Texts that become a span in one go: counting their words takes the processor for a while."""

_AT_ONCE: Final = 200
_TRIES: Final = 3


@final
class MongoSearchIndex(SearchIndex):
    def __init__(self, database: Database, *, clock: Clock, fresh_max: int = FRESH_MAX) -> None:
        self._fresh = database["search_entries"]
        self._spans = MongoSearchSpans(database, clock=clock)
        self._fresh_max = fresh_max
        self._added: dict[UserId, int] = {}

    @override
    async def add(self, entries: Sequence[Entry]) -> None:
        for owner in dict.fromkeys(each.owner for each in entries):
            await self._add([each for each in entries if each.owner == owner], owner)

    async def _add(self, entries: Sequence[Entry], owner: UserId) -> None:
        if len(entries) >= _SPAN_FROM:
            for first in range(0, len(entries), SPAN_MAX):
                await self._append(entries[first : first + SPAN_MAX], owner)
            return
        documents = [_to_document(each) for each in entries]
        with mongo_errors():
            for first in range(0, len(documents), _AT_ONCE):
                await self._fresh.insert_many(documents[first : first + _AT_ONCE], ordered=True)
        self._added[owner] = self._added.get(owner, _NOTE_EVERY) + len(entries)
        if self._added[owner] >= min(_NOTE_EVERY, self._fresh_max):
            await self._spans.note_untidy(owner)
            self._added[owner] = 0

    async def _append(self, entries: Sequence[Entry], owner: UserId) -> bool:
        places = [each.place for each in entries]
        return await self._spans.append(owner, places, buckets_of(each.words for each in entries))

    @override
    async def find(self, query: Query, *, owner: UserId, limit: int) -> Sequence[Place]:
        if not query.terms:
            return ()
        for _ in range(_TRIES):
            # In this order: what becomes a span in between is seen twice, not never.
            fresh = await self._fresh_of(owner)
            state = await self._spans.state(owner)
            found = {_place(each): None for each in reversed(fresh) if _has(each, query)}
            if len(found) < limit and state.spans:
                older = await self._in_spans(query, state, limit - len(found))
                found |= dict.fromkeys(older)
                if (await self._spans.state(owner)).version != state.version:
                    continue  # Spans were exchanged under our eyes.
            return tuple(found)[:limit]
        raise Unavailable("the search index is being changed; try again")

    async def _in_spans(self, query: Query, state: State, limit: int) -> Sequence[Place]:
        # The longest word is probably the rarest: most of what the others find is never looked at.
        terms = sorted(query.terms, key=lambda term: -len(term.word))
        by_term = [await self._spans.buckets(state.owner, terms[0])]
        found: list[Place] = []
        for window in windows(state.spans):
            numbers: list[tuple[str, int]] = []
            for span in window:
                here = numbers_with(terms[0], by_term[0].get(span.id, {}))
                for at, term in enumerate(terms[1:], start=1):
                    if not here:
                        break
                    if len(by_term) == at:
                        by_term.append(await self._spans.buckets(state.owner, term))
                    here &= numbers_with(term, by_term[at].get(span.id, {}))
                numbers += [(span.id, number) for number in sorted(here, reverse=True)]
            while numbers and len(found) < limit:
                # As many again for those that are forgotten.
                some, numbers = numbers[: 2 * limit], numbers[2 * limit :]
                found += [place for place in await self._spans.places(some) if place is not None]
            if len(found) >= limit:
                break
        return found

    @override
    async def forget(
        self, conversation: ConversationId, messages: Sequence[MessageId] | None = None
    ) -> None:
        if messages is None:
            with mongo_errors():
                await self._fresh.delete_many({"conversation": conversation})
            await self._spans.forget(conversation, None)
            return
        for first in range(0, len(messages), _AT_ONCE):
            some = list(messages[first : first + _AT_ONCE])
            with mongo_errors():
                await self._fresh.delete_many(
                    {"conversation": conversation, "message": {"$in": some}}
                )
        if messages:
            await self._spans.forget(conversation, frozenset(messages))

    @override
    async def forget_owner(self, owner: UserId) -> None:
        with mongo_errors():
            await self._fresh.delete_many({"owner": owner})
        await self._spans.forget_owner(owner)

    @override
    async def untidy(self) -> Sequence[UserId]:
        return await self._spans.untidy()

    @override
    async def tidy(self, owner: UserId) -> None:
        state = await self._spans.state(owner)
        await self._spans.remove_unfinished(state)
        await self._absorb(owner)
        state = await self._spans.state(owner)
        while olds := _next_to_join(state):
            if not await self._spans.join(state, olds):
                return  # Others are at it, or something was forgotten meanwhile: once more later.
            state = await self._spans.state(owner)
        await self._spans.note_tidy(state)

    async def _absorb(self, owner: UserId) -> None:
        fresh = await self._fresh_of(owner)
        while len(fresh) >= self._fresh_max:
            some, fresh = fresh[:_ABSORBED_MAX], fresh[_ABSORBED_MAX:]
            words = (frozenset(str(each["words"]).split()) for each in some)
            if not await self._spans.append(owner, [_place(e) for e in some], buckets_of(words)):
                return
            await self._leave_out_forgotten(some, owner)
            gone = [each["_id"] for each in some]
            with mongo_errors():
                for first in range(0, len(gone), _AT_ONCE):
                    ids = {"$in": gone[first : first + _AT_ONCE]}
                    await self._fresh.delete_many({"_id": ids})

    async def _leave_out_forgotten(self, absorbed: Sequence[Document], owner: UserId) -> None:
        """What was forgotten while the span was being written came into it all the same."""
        left = {each["_id"] for each in await self._fresh_of(owner)}
        for each in absorbed:
            if each["_id"] not in left:
                await self._spans.forget_place(_place(each))

    async def _fresh_of(self, owner: UserId) -> list[Document]:
        with mongo_errors():
            found = await self._fresh.find({"owner": owner}).to_list(None)
        return sorted(found, key=lambda each: each["_id"])


def _next_to_join(state: State) -> Sequence[Span]:
    spoilt = [span for span in state.spans if span.id in state.spoilt]
    return spoilt[:1] or to_join(state.spans)


def _to_document(entry: Entry) -> Document:
    """The words as one text, with a space before and after each: quick to read and to look in."""
    return {
        "owner": entry.owner,
        "conversation": entry.place.conversation,
        "message": entry.place.message,
        "at": entry.at,
        "words": f" {' '.join(sorted(entry.words))} ",
    }


def _has(document: Mapping[str, str], query: Query) -> bool:
    words = document["words"]
    return all(f" {each.word}{'' if each.is_prefix else ' '}" in words for each in query.terms)


def _place(document: Document) -> Place:
    message = document["message"]
    return Place(
        conversation=ConversationId(document["conversation"]),
        message=None if message is None else MessageId(message),
    )
