"""How long conversations are kept when nobody deletes them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from domain.errors import Invalid
from domain.ids import UserId

RETENTION_DAYS_MAX: Final = 3_650


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The operator's rule. `days` without a change end a conversation that is not pinned.

    `None`: it is kept until somebody deletes it. `temporary` ends a temporary one.
    """

    days: int | None = None
    temporary: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        _check(self.days)
        if self.temporary <= timedelta(0):
            raise Invalid("a temporary chat needs some time")

    def chosen(self, days: int | None) -> Self:
        """With a person's own choice, which is never longer. Raises `Invalid` for what is none."""
        _check(days)
        both = [each for each in (self.days, days) if each is not None]
        return replace(self, days=min(both, default=None))

    def allow(self, days: int | None) -> None:
        """Raise `Invalid` for a choice that the rule would not let be."""
        _check(days)
        if self.days is not None and days is not None and days > self.days:
            raise Invalid(f"chats are kept for at most {self.days} days here")

    def ended_before(self, now: datetime) -> datetime | None:
        """What was last changed before this is to go; `None`: nothing is."""
        return None if self.days is None else now - timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionChoice:
    """What one person chose."""

    owner: UserId
    days: int


def _check(days: int | None) -> None:
    if days is not None and not 0 < days <= RETENTION_DAYS_MAX:
        raise Invalid(f"chats are kept for 1 to {RETENTION_DAYS_MAX} days, or until deleted")
