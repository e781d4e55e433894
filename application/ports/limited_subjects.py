from abc import abstractmethod
from typing import Protocol

from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.paging import Page


class LimitedSubjects(Protocol):
    """Those among many who have a limit or a budget of their own, newest first."""

    @abstractmethod
    async def users(self, *, cursor: str | None, limit: int) -> Page[User]: ...

    @abstractmethod
    async def keys(self, *, cursor: str | None, limit: int) -> Page[ApiKey]:
        """Those that were revoked are left out."""
