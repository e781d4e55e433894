"""One sign-in on one device: a family of refresh tokens of which the newest is good.

Rotation with reuse detection after RFC 9700 section 4.14. Within a short grace the token
before the newest gets the same successor again, so that a lost response or a second tab
does not sign anybody out. Only digests are kept.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from domain.errors import Forbidden, Unauthenticated
from domain.ids import SessionId

Audience = Literal["chat", "admin"]

GRACE = timedelta(seconds=10)
PROOF_LASTING = timedelta(minutes=10)


class RefreshReused(Unauthenticated):
    """An old refresh token came back: the family must end. `account` is whose it was."""

    code = "refresh_reused"

    def __init__(self, message: str, *, account: str = "") -> None:
        super().__init__(message)
        self.account = account


class ProofWanted(Forbidden):
    """A dangerous act, some time after signing in: a stolen session must not do it."""

    code = "proof_wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`account` is a user's or an administrator's id, by `audience`.

    `device` is what it called itself when it signed in (`User-Agent`). `proved_at` is when
    whoever holds it last showed again who they are, after signing in.
    """

    id: SessionId
    audience: Audience
    account: str
    opened_at: datetime
    expires_at: datetime
    idle: timedelta
    used_at: datetime
    refresh_digest: str
    previous_digest: str | None = None
    revoked_at: datetime | None = None
    device: str = ""
    proved_at: datetime | None = None
    version: int = 0

    def is_live(self, *, at: datetime) -> bool:
        return self.revoked_at is None and at < min(self.expires_at, self.used_at + self.idle)

    def rotate(self, presented: str, successor: str, *, at: datetime) -> Self:
        """Exchange the presented digest for its successor's.

        Raises `Unauthenticated` when the session is over, `RefreshReused` when `presented`
        is neither the newest token nor, within the grace, the one before.
        """
        if not self.is_live(at=at):
            raise Unauthenticated("the session is over; sign in again")
        if presented == self.refresh_digest:
            return replace(self, previous_digest=presented, refresh_digest=successor, used_at=at)
        if presented == self.previous_digest and at - self.used_at <= GRACE:
            return self
        raise RefreshReused("the session is over; sign in again", account=self.account)

    def prove(self, *, at: datetime) -> Self:
        return replace(self, proved_at=at)

    def require_proof(self, *, at: datetime) -> None:
        """Raise `ProofWanted` unless signing in, or the last proof, is a short time ago."""
        if at - (self.proved_at or self.opened_at) > PROOF_LASTING:
            raise ProofWanted("show again who you are, with a code or your password")

    def revoke(self, *, at: datetime) -> Self:
        return self if self.revoked_at else replace(self, revoked_at=at)
