from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.ids import SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClaims:
    """What an access token says: whose it is, by which sign-in, until when."""

    account: str
    session: SessionId
    expires_at: datetime


class AccessTokens(Protocol):
    """Short-lived proofs of a sign-in, for one audience with a key of its own."""

    @abstractmethod
    def issue(self, claims: AccessClaims) -> str: ...

    @abstractmethod
    def read(self, token: str) -> AccessClaims:
        """Return what a good token says. Raise `Unauthenticated` for every other text."""
