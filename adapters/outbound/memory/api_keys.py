from dataclasses import replace
from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows, newest_first
from application.ports.api_keys import ApiKeys
from domain.accounts.api_key import ApiKey
from domain.errors import NotFound
from domain.ids import KeyId, TeamId, UserId
from domain.paging import Page


@final
class MemoryApiKeys(ApiKeys):
    def __init__(self) -> None:
        self._rows: VersionedRows[ApiKey] = VersionedRows(noun="key")

    @override
    async def add(self, key: ApiKey) -> ApiKey:
        return self._rows.add(key)

    @override
    async def get(self, id: KeyId) -> ApiKey:
        return self._rows.get(id)

    @override
    async def save(self, key: ApiKey) -> ApiKey:
        return self._rows.save(key)

    @override
    async def touch(self, id: KeyId, *, at: datetime) -> None:
        try:
            self._rows.put(replace(self._rows.get(id), last_used_at=at))
        except NotFound:
            return

    @override
    async def page(
        self,
        *,
        text: str = "",
        owner: UserId | TeamId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[ApiKey]:
        wanted = text.strip().casefold()
        found = [
            key
            for key in self._rows.all()
            if wanted in key.name.casefold() and owner in {None, key.user or key.team}
        ]
        return newest_first(
            found, key=lambda key: (key.created_at, key.id), cursor=cursor, limit=limit
        )

    def all(self) -> tuple[ApiKey, ...]:
        return self._rows.all()

    def erase(self, user: UserId) -> set[str]:
        return self._rows.remove_all(lambda each: each.user == user)
