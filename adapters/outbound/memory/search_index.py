from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.search_index import SearchIndex
from domain.ids import ConversationId, MessageId, UserId
from domain.search.entry import Entry, Place
from domain.search.query import Query


@final
class MemorySearchIndex(SearchIndex):
    def __init__(self) -> None:
        self._entries: list[Entry] = []

    @override
    async def add(self, entries: Sequence[Entry]) -> None:
        self._entries.extend(entries)

    @override
    async def find(self, query: Query, *, owner: UserId, limit: int) -> Sequence[Place]:
        found = {
            each.place: None
            for each in reversed(self._entries)
            if each.owner == owner and query.finds(each.words)
        }
        return tuple(found)[:limit]

    @override
    async def forget(
        self, conversation: ConversationId, messages: Sequence[MessageId] | None = None
    ) -> None:
        self._entries = [
            each
            for each in self._entries
            if each.place.conversation != conversation
            or (messages is not None and each.place.message not in messages)
        ]

    @override
    async def forget_owner(self, owner: UserId) -> None:
        self._entries = [each for each in self._entries if each.owner != owner]

    @override
    async def untidy(self) -> Sequence[UserId]:
        return ()

    @override
    async def tidy(self, owner: UserId) -> None:
        return
