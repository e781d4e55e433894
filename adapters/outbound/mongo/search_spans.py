"""Spans of the search index in MongoDB.

`search_buckets` has one document a bucket of a span: its words and their packed numbers, whose
texts `search_pages` knows. `search_states` has one document an owner: the spans that count, under
a version; whatever else lies in the other two is on its way in or out. A span is written whole
before the state names it, and deleted after the state forgot it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final, final

from bson import ObjectId

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.search_pages import MongoSearchPages
from application.ports.clock import Clock
from domain.ids import ConversationId, MessageId, UserId
from domain.search.entry import Place
from domain.search.postings import Bucket, bucket_of, joined
from domain.search.query import Term
from domain.search.spans import Span

_AT_ONCE: Final = 100
_TRIES: Final = 5
_GIVEN_UP_AFTER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Which spans of an owner count; `spoilt` ones hold words of forgotten texts."""

    owner: UserId
    version: int
    spans: tuple[Span, ...]
    spoilt: frozenset[str]
    building: tuple[str, ...]


@final
class MongoSearchSpans:
    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._clock = clock
        self._states = database["search_states"]
        self._buckets = database["search_buckets"]
        self._pages = MongoSearchPages(database)

    async def state(self, owner: UserId) -> State:
        with mongo_errors():
            found = await self._states.find_one({"_id": owner}) or {}
        return State(
            owner=owner,
            version=found.get("version", 0),
            spans=tuple(Span(**each) for each in found.get("spans", [])),
            spoilt=frozenset(found.get("spoilt", [])),
            building=tuple(found.get("building", [])),
        )

    async def write(
        self, owner: UserId, places: Sequence[Place | None], buckets: Mapping[str, Bucket]
    ) -> str:
        """Write a span that does not count yet. Its order comes when it does."""
        span = str(ObjectId())
        await self._change(owner, {"$addToSet": {"building": span}})
        documents = [
            {
                "owner": owner,
                "span": span,
                "bucket": name,
                "words": list(bucket),
                "numbers": list(bucket.values()),
            }
            for name, bucket in buckets.items()
            if bucket
        ]
        await self._pages.write(owner, span, places)
        with mongo_errors():
            for first in range(0, len(documents), _AT_ONCE):
                some = documents[first : first + _AT_ONCE]
                await self._buckets.insert_many(some, ordered=False)
        return span

    async def append(
        self, owner: UserId, places: Sequence[Place | None], buckets: Mapping[str, Bucket]
    ) -> bool:
        """Write a span and let it count as the newest. False when others were always quicker."""
        span = await self.write(owner, places, buckets)
        for _ in range(_TRIES):
            state = await self.state(owner)
            order = 1 + max((each.order for each in state.spans), default=0)
            if await self._count(state, (), Span(id=span, order=order, texts=len(places))):
                return True
        await self.remove(owner, [span])
        return False

    async def _exchange(self, state: State, olds: Sequence[Span], new: Span | None) -> bool:
        """Let `new` count instead of `olds`; who loses is deleted."""
        done = await self._count(state, olds, new)
        losers = [span.id for span in olds] if done else [] if new is None else [new.id]
        await self.remove(state.owner, losers)
        return done

    async def _count(self, state: State, olds: Sequence[Span], new: Span | None) -> bool:
        """False when the state is another meanwhile."""
        gone = {span.id for span in olds}
        spans = [span for span in state.spans if span.id not in gone]
        spans += [] if new is None else [new]
        change = {
            "spans": [asdict(span) for span in spans],
            "spoilt": sorted(state.spoilt - gone),
            "building": [each for each in state.building if new is None or each != new.id],
            "version": state.version + 1,
        }
        with mongo_errors():
            outcome = await self._states.update_one(
                {"_id": state.owner, "version": state.version}, {"$set": change}
            )
        return bool(outcome.matched_count)

    async def join(self, state: State, olds: Sequence[Span]) -> bool:
        """Make one span of neighbours, without what is forgotten. False: others were quicker."""
        places: list[Place | None] = []
        renumbered: dict[str, list[int | None]] = {}
        for old in olds:
            numbers: list[int | None] = []
            for place in await self._places(old):
                numbers.append(None if place is None else len(places))
                if place is not None:
                    places.append(place)
            renumbered[old.id] = numbers
        parts: dict[str, list[tuple[Bucket, Sequence[int | None]]]] = {}
        for old in olds:
            with mongo_errors():
                found = await self._buckets.find({"span": old.id}).to_list(None)
            for each in found:
                part = (_bucket(each), renumbered[old.id])
                parts.setdefault(each["bucket"], []).append(part)
        if not places:
            return await self._exchange(state, olds, None)
        buckets: dict[str, Bucket] = {}
        for name, several in parts.items():
            buckets[name] = joined(several)
            await asyncio.sleep(0)  # Others have their turn: a full span has millions of numbers.
        span = await self.write(state.owner, places, buckets)
        order = max(old.order for old in olds)
        return await self._exchange(state, olds, Span(id=span, order=order, texts=len(places)))

    async def places(self, numbers: Sequence[tuple[str, int]]) -> Sequence[Place | None]:
        """What the numbers of spans are; `None` for what is forgotten."""
        return await self._pages.places(numbers)

    async def buckets(self, owner: UserId, term: Term) -> Mapping[str, Bucket]:
        """By span, those that have any word which begins like the term."""
        with mongo_errors():
            wanted = {"owner": owner, "bucket": {"$eq": bucket_of(term.word)}}
            found = await self._buckets.find(wanted).to_list(None)
        return {each["span"]: _bucket(each) for each in found}

    async def forget(
        self, conversation: ConversationId, messages: frozenset[MessageId] | None
    ) -> None:
        """Blank the places, and note whose words are to go.

        The version rises before and after, so that nobody who joins spans brings them back.
        """
        while pages := await self._pages.naming(conversation, messages):
            await self._spoil(pages)
            for page in await self._pages.naming(conversation, messages):
                await self._pages.blank(page, conversation, messages)
            await self._spoil(pages)

    async def forget_place(self, place: Place) -> None:
        """A title is forgotten with its conversation alone."""
        messages = None if place.message is None else frozenset([place.message])
        await self.forget(place.conversation, messages)

    async def _spoil(self, pages: Sequence[Document]) -> None:
        for owner in {page["owner"] for page in pages}:
            spoilt = sorted({page["span"] for page in pages if page["owner"] == owner})
            await self._change(
                owner,
                {
                    "$inc": {"version": 1},
                    "$addToSet": {"spoilt": {"$each": spoilt}},
                    "$set": {"untidy": True},
                },
            )

    async def note_untidy(self, owner: UserId) -> None:
        await self._change(owner, {"$set": {"untidy": True}})

    async def note_tidy(self, state: State) -> None:
        with mongo_errors():
            await self._states.update_one(
                {"_id": state.owner, "version": state.version}, {"$set": {"untidy": False}}
            )

    async def untidy(self) -> Sequence[UserId]:
        with mongo_errors():
            found = await self._states.find({"untidy": True}, {"_id": 1}).to_list(None)
        return [UserId(each["_id"]) for each in found]

    async def remove(self, owner: UserId, spans: Sequence[str]) -> None:
        for span in spans:
            with mongo_errors():
                await self._buckets.delete_many({"span": span})
            await self._pages.remove(span)
        await self._change(owner, {"$pull": {"building": {"$in": list(spans)}}})

    async def remove_unfinished(self, state: State) -> None:
        """What somebody began to write and never finished."""
        live = {span.id for span in state.spans}
        dead = [
            each
            for each in state.building
            if each not in live and self._clock() - ObjectId(each).generation_time > _GIVEN_UP_AFTER
        ]
        if dead:
            await self.remove(state.owner, dead)

    async def forget_owner(self, owner: UserId) -> None:
        with mongo_errors():
            await self._buckets.delete_many({"owner": owner})
            await self._states.delete_one({"_id": owner})
        await self._pages.forget_owner(owner)

    async def _places(self, span: Span) -> Sequence[Place | None]:
        return await self._pages.places([(span.id, number) for number in range(span.texts)])

    async def _change(self, owner: UserId, change: Document) -> None:
        first: Document = {"spans": [], "version": 0, "building": [], "spoilt": []}
        named = {name for each in change.values() for name in each}
        wanted = {name: value for name, value in first.items() if name not in named}
        with mongo_errors():
            await self._states.update_one(
                {"_id": owner}, {**change, "$setOnInsert": wanted}, upsert=True
            )


def _bucket(document: Document) -> Bucket:
    return dict(zip(document["words"], document["numbers"], strict=True))
