"""Keys that people have of their own at a provider, used for their calls in place of ours."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from domain.errors import Invalid
from domain.ids import UserId

KEY_LENGTH_MIN: Final = 8
KEY_LENGTH_MAX: Final = 4_096
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a provider is asked; `base_url` is `None` for the vendor's own address."""

    kind: str
    base_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A key that was opened for one call. `of` tells it from others and tells nothing of it."""

    of: str
    secret: str = field(repr=False)


def purpose_of(owner: UserId, provider: str) -> str:
    """What it is sealed for: it opens as nobody else's, and for no other provider."""
    return f"the key of {owner} at provider {provider}"


def check_key(secret: str) -> str:
    """Without the blanks that copying brings. Raises `Invalid` for what cannot be sent as a key."""
    cleaned = secret.strip()
    if not KEY_LENGTH_MIN <= len(cleaned) <= KEY_LENGTH_MAX:
        raise Invalid(f"secret: a key has {KEY_LENGTH_MIN} to {KEY_LENGTH_MAX:,} letters")
    if not (cleaned.isascii() and cleaned.isprintable() and " " not in cleaned):
        raise Invalid("secret: a key has letters, digits and signs, and no blanks")
    return cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderKey:
    """`where` is the place that it was given for: it goes nowhere else."""

    id: str
    owner: UserId
    provider: str
    sealed: str = field(repr=False)
    last4: str
    where: Where
    created_at: datetime

    @classmethod
    def of(
        cls,
        secret: str,
        *,
        sealed: str,
        owner: UserId,
        provider: str,
        where: Where,
        at: datetime,
    ) -> Self:
        return cls(
            id=key_id(owner, provider),
            owner=owner,
            provider=provider,
            sealed=sealed,
            last4=secret[-_SHOWN:],
            where=where,
            created_at=at,
        )

    def opened(self, secret: str) -> Credential:
        """Another one for each time that a key was saved."""
        return Credential(of=hashlib.sha256(self.sealed.encode()).hexdigest(), secret=secret)


def key_id(owner: UserId, provider: str) -> str:
    """One for each provider."""
    return f"{owner}.{provider}"
