"""Somebody as a provider of identities knows them (OpenID Connect Core 1.0)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Self, TypeAlias

from domain.accounts.user import NAME_LENGTH_MAX, Email
from domain.errors import Forbidden
from domain.ids import UserId

SUBJECT_LENGTH_MAX: Final = 255
"""Characters, by section 2 of the specification."""

SignUp: TypeAlias = Literal["registration", "always", "never"]
"""Who comes for the first time gets an account: by the rules of registering, or anyway, or not."""


def identity_id(issuer: str, subject: str) -> str:
    """Only both together name somebody (section 5.7); neither has a blank line."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a provider said of somebody, after it was found to be the one who says it.

    `email` is missing where the provider does not say that it was confirmed.
    """

    issuer: str
    subject: str
    email: Email | None
    name: str

    @property
    def id(self) -> str:
        return identity_id(self.issuer, self.subject)

    @property
    def shown_name(self) -> str:
        """A name that an account can have."""
        words = " ".join("".join(c for c in self.name if c.isprintable()).split())
        return words[:NAME_LENGTH_MAX].strip() or (self.email or "").partition("@")[0] or "Somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whoever comes as this identity is let into the account of `user`. `email` is for reading."""

    id: str
    user: UserId
    provider: str
    email: str
    linked_at: datetime

    @classmethod
    def of(cls, claims: Claims, user: UserId, *, provider: str, at: datetime) -> Self:
        email = claims.email or ""
        return cls(id=claims.id, user=user, provider=provider, email=email, linked_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRules:
    """`domains` of addresses that may come by this provider; empty: all of them."""

    name: str
    label: str
    sign_up: SignUp = "registration"
    domains: tuple[str, ...] = ()

    def check(self, claims: Claims) -> None:
        """Raise `Forbidden` unless this provider may let such an address in."""
        if not self.domains:
            return
        if claims.email is None or claims.email.rpartition("@")[2] not in self.domains:
            raise Forbidden(f"an address of this domain may not come by {self.label}")
