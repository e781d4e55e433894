"""A link that works once: to set a new password, to confirm an address, to open an account.

So does the way to a provider of identities and back.

Who holds the text may use it, so only its digest is kept. The text has 190 bits and more, for
which a fast hash is right (ASVS 5.0 V6.5.2).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, Self, TypeAlias

from domain.accounts.user import Email, User
from domain.ids import UserId

TicketKind: TypeAlias = Literal["reset", "verification", "invitation", "provider"]
LASTING: Final[dict[TicketKind, timedelta]] = {
    "reset": timedelta(minutes=15),
    "verification": timedelta(days=2),
    "invitation": timedelta(days=7),
    "provider": timedelta(minutes=10),
}
INVITATION_DAYS_MAX: Final = 30


def ticket_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """`id` is the digest of the link's text. `user` is whose account it is about, if any.

    An invitation with an `email` is for that address alone.
    """

    id: str
    kind: TicketKind
    user: UserId | None
    email: Email | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of_account(cls, user: User, kind: TicketKind, *, text: str, at: datetime) -> Self:
        """For the account and for the address that it has now."""
        return cls(
            id=ticket_digest(text),
            kind=kind,
            user=user.id,
            email=user.email,
            created_at=at,
            expires_at=at + LASTING[kind],
        )

    @property
    def lasting(self) -> timedelta:
        return self.expires_at - self.created_at

    def is_good(self, *, at: datetime) -> bool:
        return at < self.expires_at
