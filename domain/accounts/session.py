"""One sign-in on one device: a family of refresh tokens of which the newest is good.

Rotation with reuse detection after RFC 9700 section 4.14. Within a short grace the token
before the newest gets the same successor again, so that a lost response or a second tab
does not sign anybody out. Only digests are kept.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from domain.errors import Unauthenticated
from domain.ids import SessionId

Audience = Literal["chat", "admin"]

GRACE = timedelta(seconds=10)


class RefreshReused(Unauthenticated):
    """An old refresh token came back: the family must end. `account` is whose it was."""

    code = "refresh_reused"

    def __init__(self, message: str, *, account: str = "") -> None:
        super().__init__(message)
        self.account = account


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`account` is a user's or an administrator's id, by `audience`.

    `device` is what it called itself when it signed in (`User-Agent`).
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

    def revoke(self, *, at: datetime) -> Self:
        return self if self.revoked_at else replace(self, revoked_at=at)
