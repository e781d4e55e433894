from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from application.ports.shared_links import SharedLinks
from domain.conversations.sharing import SharedLink
from domain.errors import Conflict, NotFound
from domain.ids import ShareId, UserId


@final
class MemorySharedLinks(SharedLinks):
    def __init__(self) -> None:
        self._by_id: dict[ShareId, SharedLink] = {}

    @override
    async def add(self, link: SharedLink) -> None:
        if link.id in self._by_id:
            raise Conflict("this link is there already")
        self._by_id[link.id] = link

    @override
    async def get(self, id: ShareId) -> SharedLink:
        try:
            return self._by_id[id]
        except KeyError:
            raise NotFound("this link leads nowhere, or no more") from None

    @override
    async def of_owner(self, owner: UserId) -> Sequence[SharedLink]:
        found = [each for each in self._by_id.values() if each.owner == owner]
        return sorted(found, key=lambda each: (each.created_at, each.id), reverse=True)

    @override
    async def ended(self, at: datetime, *, limit: int) -> Sequence[SharedLink]:
        return [each for each in self._by_id.values() if each.has_ended(at=at)][:limit]

    @override
    async def remove(self, id: ShareId) -> None:
        self._by_id.pop(id, None)
