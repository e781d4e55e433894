from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.accounts.session import Session
from domain.ids import SessionId


class Sessions(Protocol):
    """Who is signed in where, kept for good (MongoDB)."""

    @abstractmethod
    async def add(self, session: Session) -> Session:
        """Store a new session at version 1."""

    @abstractmethod
    async def get(self, id: SessionId) -> Session:
        """Return the session, or raise `NotFound`."""

    @abstractmethod
    async def save(self, session: Session) -> Session:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def of_account(self, account: str) -> Sequence[Session]:
        """Return the sessions of an account that were not ended, in any order."""

    @abstractmethod
    async def revoke_all(self, account: str, *, at: datetime) -> Sequence[SessionId]:
        """End every session of an account; return the ids of those that were not ended yet."""


class LiveSessions(Protocol):
    """The hot copy: which sessions are good, asked on every request (Redis).

    It may forget at any time; then `Sessions` is asked.
    """

    @abstractmethod
    async def remember(self, id: SessionId, account: str, *, lasting: timedelta) -> None: ...

    @abstractmethod
    async def account_of(self, id: SessionId) -> str | None:
        """Return whose session this is while it is known to be good."""

    @abstractmethod
    async def forget(self, ids: Sequence[SessionId]) -> None: ...
