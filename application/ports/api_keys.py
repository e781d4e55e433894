from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from domain.accounts.api_key import ApiKey
from domain.ids import KeyId, TeamId, UserId
from domain.paging import Page


class ApiKeys(Protocol):
    """All relay keys, good and revoked."""

    @abstractmethod
    async def add(self, key: ApiKey) -> ApiKey:
        """Store a new key at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: KeyId) -> ApiKey:
        """Return the key, or raise `NotFound`."""

    @abstractmethod
    async def save(self, key: ApiKey) -> ApiKey:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def touch(self, id: KeyId, *, at: datetime) -> None:
        """Note the last use; no new version, no error when the key is gone."""

    @abstractmethod
    async def page(
        self,
        *,
        text: str = "",
        owner: UserId | TeamId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[ApiKey]:
        """Those whose name holds `text` (any case), or all; of one owner, or of all.

        Newest first. Raise `Invalid` for a cursor that no page gave.
        """
