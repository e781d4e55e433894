from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.identities import Identities
from domain.accounts.identity import Identity
from domain.errors import Conflict
from domain.ids import UserId


@final
class MemoryIdentities(Identities):
    def __init__(self) -> None:
        self._by_id: dict[str, Identity] = {}

    @override
    async def add(self, identity: Identity) -> None:
        if identity.id in self._by_id:
            raise Conflict("this identity leads to an account already")
        self._by_id[identity.id] = identity

    @override
    async def find(self, id: str) -> Identity | None:
        return self._by_id.get(id)

    @override
    async def of(self, user: UserId) -> Sequence[Identity]:
        theirs = [each for each in self._by_id.values() if each.user == user]
        return sorted(theirs, key=lambda each: (each.linked_at, each.id))

    @override
    async def remove(self, id: str, *, user: UserId) -> None:
        if id in self._by_id and self._by_id[id].user == user:
            del self._by_id[id]
