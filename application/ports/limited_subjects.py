from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.accounts.api_key import ApiKey
from domain.accounts.user import User


class LimitedSubjects(Protocol):
    """Those among many who have a limit or a budget of their own."""

    @abstractmethod
    async def users(self, most: int) -> Sequence[User]:
        """The newest of them, `most` at most."""

    @abstractmethod
    async def keys(self, most: int) -> Sequence[ApiKey]:
        """The newest of them, `most` at most; those that were revoked are left out."""
