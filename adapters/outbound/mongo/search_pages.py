"""Which texts the numbers of the search index's spans are: `search_pages`, 256 a page."""

from collections.abc import Sequence
from typing import Final, final

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from domain.ids import ConversationId, MessageId, UserId
from domain.search.entry import Place

PAGE: Final = 256
_AT_ONCE: Final = 100
_NOBODY: Final = "-"


@final
class MongoSearchPages:
    def __init__(self, database: Database) -> None:
        self._pages = database["search_pages"]

    async def write(self, owner: UserId, span: str, places: Sequence[Place | None]) -> None:
        pages = [
            {
                "_id": f"{span}/{first // PAGE}",
                "owner": owner,
                "span": span,
                **_content(places[first : first + PAGE]),
            }
            for first in range(0, len(places), PAGE)
        ]
        with mongo_errors():
            for first in range(0, len(pages), _AT_ONCE):
                await self._pages.insert_many(pages[first : first + _AT_ONCE], ordered=False)

    async def places(self, numbers: Sequence[tuple[str, int]]) -> Sequence[Place | None]:
        """What the numbers of spans are; `None` for what is forgotten."""
        wanted = sorted({f"{span}/{number // PAGE}" for span, number in numbers})
        pages: dict[str, Sequence[Place | None]] = {}
        with mongo_errors():
            for first in range(0, len(wanted), _AT_ONCE):
                some = {"_id": {"$in": wanted[first : first + _AT_ONCE]}}
                for each in await self._pages.find(some).to_list(None):
                    pages[each["_id"]] = places_on(each)
        found: list[Place | None] = []
        for span, number in numbers:
            page = pages.get(f"{span}/{number // PAGE}", ())
            at = number % PAGE
            found.append(page[at] if at < len(page) else None)
        return found

    async def naming(
        self, conversation: ConversationId, messages: frozenset[MessageId] | None
    ) -> Sequence[Document]:
        """The pages with any of these messages, or with anything of the conversation."""
        with mongo_errors():
            found = await self._pages.find({"conversations": conversation}).to_list(None)
        return [
            page
            for page in found
            if any(_is_meant(place, conversation, messages) for place in places_on(page))
        ]

    async def blank(
        self,
        page: Document,
        conversation: ConversationId,
        messages: frozenset[MessageId] | None,
    ) -> None:
        left = [
            None if _is_meant(place, conversation, messages) else place for place in places_on(page)
        ]
        with mongo_errors():
            await self._pages.update_one({"_id": page["_id"]}, {"$set": _content(left)})

    async def remove(self, span: str) -> None:
        with mongo_errors():
            await self._pages.delete_many({"span": span})

    async def forget_owner(self, owner: UserId) -> None:
        with mongo_errors():
            await self._pages.delete_many({"owner": owner})


def _content(places: Sequence[Place | None]) -> Document:
    known = [place for place in places if place is not None]
    return {
        "conversations": sorted({place.conversation for place in known}),
        "in": " ".join(place.conversation if place else _NOBODY for place in places),
        "texts": " ".join((place and place.message) or _NOBODY for place in places),
    }


def places_on(page: Document) -> Sequence[Place | None]:
    conversations, messages = page["in"].split(" "), page["texts"].split(" ")
    return [
        None
        if conversation == _NOBODY
        else Place(
            conversation=ConversationId(conversation),
            message=None if message == _NOBODY else MessageId(message),
        )
        for conversation, message in zip(conversations, messages, strict=True)
    ]


def _is_meant(
    place: Place | None, conversation: ConversationId, messages: frozenset[MessageId] | None
) -> bool:
    return (
        place is not None
        and place.conversation == conversation
        and (messages is None or place.message in messages)
    )
