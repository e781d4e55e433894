from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.provider_keys import ProviderKeys
from domain.catalog.own_key import ProviderKey, key_id
from domain.ids import UserId


@final
class MemoryProviderKeys(ProviderKeys):
    def __init__(self) -> None:
        self._by_id: dict[str, ProviderKey] = {}

    @override
    async def put(self, key: ProviderKey) -> None:
        self._by_id[key.id] = key

    @override
    async def of(self, owner: UserId) -> Sequence[ProviderKey]:
        theirs = [each for each in self._by_id.values() if each.owner == owner]
        return sorted(theirs, key=lambda each: each.provider)

    @override
    async def remove(self, provider: str, *, owner: UserId) -> None:
        self._by_id.pop(key_id(owner, provider), None)
