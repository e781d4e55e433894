"""Relay keys: `sk-parley-<id>-<secret>-<crc>`, shown once, kept as a keyed digest.

The checksum tells a mistyped key from a wrong one without a look-up. A fast keyed hash is
right for a secret of this length (ASVS 5.0 V6.5.2).
"""

import hashlib
import hmac
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

from domain.accounts.access import ReasoningShown, Scope
from domain.allowances.leaving import Leaving
from domain.allowances.terms import Budget, Limits, check_budgets
from domain.errors import Conflict, Invalid, Unauthenticated
from domain.ids import KeyId, TeamId, UserId

PREFIX = "sk-parley"
_SHAPE = re.compile(r"sk-parley-([0-9A-Za-z]{8,40})-([0-9A-Za-z]{32,64})-([0-9a-f]{8})")
NAME_LENGTH_MAX = 80
REUSE_S_MAX = 24 * 3600

KeyState = Literal["active", "revoked", "expired"]


def write_key(id: KeyId, secret: str) -> str:
    """Compose the whole text of a key, as its owner will paste it."""
    body = f"{PREFIX}-{id}-{secret}"
    return f"{body}-{zlib.crc32(body.encode()):08x}"


def key_id_of(text: str) -> KeyId:
    """Read the id out of a key's text. Raises `Unauthenticated` for anything misshapen."""
    found = _SHAPE.fullmatch(text)
    if found is None or f"{zlib.crc32(text[:-9].encode()):08x}" != found[3]:
        raise Unauthenticated("this is not a Parley key; check that it was copied whole")
    return KeyId(found[1])


def digest_of(text: str, *, pepper: bytes) -> str:
    return hmac.new(pepper, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """Owned by one user or one team, never both. `leaving` goes before what its models say.

    `reuse_s` is for how many seconds its answers may be given again to the same question,
    `reasoning` how its clients of chat see what a model reasoned.
    """

    id: KeyId
    name: str
    user: UserId | None
    team: TeamId | None
    digest: str
    last4: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()
    leaving: Leaving | None = None
    reuse_s: int | None = None
    reasoning: ReasoningShown = "reasoning_content"
    version: int = 0

    def __post_init__(self) -> None:
        if (self.user is None) == (self.team is None):
            raise Invalid("a key belongs to one user or to one team")
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a key's name has 1 to {NAME_LENGTH_MAX} characters")
        check_budgets(self.budgets)
        if self.reuse_s is not None and not 0 < self.reuse_s <= REUSE_S_MAX:
            raise Invalid(f"answers are given again for 1 to {REUSE_S_MAX:,} seconds")

    @property
    def prefix(self) -> str:
        return f"{PREFIX}-{self.id}"

    def state(self, *, at: datetime) -> KeyState:
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and at >= self.expires_at else "active"

    def admit(self, digest: str, *, at: datetime) -> None:
        """Raise `Unauthenticated` unless `digest` is this key's and the key is good."""
        if not hmac.compare_digest(digest, self.digest):
            raise Unauthenticated("there is no such key")
        state = self.state(at=at)
        if state != "active":
            raise Unauthenticated(f"the key {self.name!r} is {state}")

    def retire(self, end: datetime, *, at: datetime) -> Self:
        """Let it end then, unless it ends before. Raises `Conflict` for one that has ended."""
        state = self.state(at=at)
        if state != "active":
            raise Conflict(f"the key {self.name!r} is {state}")
        return replace(self, expires_at=min(end, self.expires_at or end))

    def revoke(self, *, at: datetime) -> Self:
        return self if self.revoked_at else replace(self, revoked_at=at)

    def reusing(self, seconds: int | None) -> Self:
        """Give answers again for so long. Raises `Invalid`."""
        return replace(self, reuse_s=seconds)

    def showing(self, reasoning: ReasoningShown) -> Self:
        return replace(self, reasoning=reasoning)

    def when_left(self, leaving: Leaving | None) -> Self:
        return replace(self, leaving=leaving)

    def allowed(self, limits: Limits, budgets: Sequence[Budget]) -> Self:
        """With these in place of those before."""
        return replace(self, limits=limits, budgets=tuple(budgets))
