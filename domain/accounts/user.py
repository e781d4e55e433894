"""A person who chats."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NewType, Self

from domain.accounts.access import EVERYTHING, check_patterns
from domain.accounts.ban import Ban
from domain.allowances.terms import Budget, Limits, check_budgets
from domain.errors import Forbidden, Invalid
from domain.ids import UserId

Email = NewType("Email", str)

NAME_LENGTH_MAX = 80
EMAIL_LENGTH_MAX = 254


def email(text: str) -> Email:
    """Trim and case-fold, since people do not type their address alike twice. Raises `Invalid`.

    Signs that nobody sees are refused: two addresses that look the same would be two accounts.
    """
    cleaned = text.strip().casefold()
    local, _, host = cleaned.rpartition("@")
    is_one_word = cleaned.split() == [cleaned] and cleaned.isprintable()
    if not (local and host and is_one_word) or "@" in local or len(cleaned) > EMAIL_LENGTH_MAX:
        raise Invalid("this is not an e-mail address")
    return Email(cleaned)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """`version` counts saves; a save of a stale one is a conflict.

    `verified_at` is when they showed that they read the mail of their address. Without a
    `password_hash` they come by a provider of identities alone.
    """

    id: UserId
    email: Email
    name: str
    password_hash: str | None = field(repr=False)
    created_at: datetime
    state: Literal["active", "disabled"] = "active"
    last_seen_at: datetime | None = None
    models: tuple[str, ...] = EVERYTHING
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()
    verified_at: datetime | None = None
    ban: Ban | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a name has 1 to {NAME_LENGTH_MAX} characters")

        check_patterns(self.models)
        check_budgets(self.budgets)

    def granted(self, models: Sequence[str]) -> Self:
        """With these models, by pattern, in place of those before."""
        return replace(self, models=tuple(models))

    @property
    def has_password(self) -> bool:
        return self.password_hash is not None

    def require_password(self) -> None:
        """Raise `Forbidden` for who has none, and say how to get one."""
        if not self.has_password:
            raise Forbidden("this account has no password yet; choose one by “Forgot password”")

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    def banned(self, ban: Ban) -> Self:
        return replace(self, ban=ban)

    def pardoned(self) -> Self:
        return replace(self, ban=None)

    def check_ban(self, *, at: datetime) -> None:
        """Raise `Forbidden` with the reason while a ban holds."""
        if self.ban is not None:
            self.ban.enforce(at=at)

    def disable(self) -> Self:
        return replace(self, state="disabled")

    def enable(self) -> Self:
        return replace(self, state="active")

    def seen(self, *, at: datetime) -> Self:
        return replace(self, last_seen_at=at)

    def verified(self, *, at: datetime) -> Self:
        return self if self.verified_at else replace(self, verified_at=at)

    def allowed(self, limits: Limits, budgets: Sequence[Budget]) -> Self:
        """With these in place of those before."""
        return replace(self, limits=limits, budgets=tuple(budgets))
