from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from domain.errors import Forbidden, Invalid

REASON_LENGTH_MAX: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Somebody is kept out, and told why; `until` is when it ends by itself, if it does.

    Raises `Invalid` for a reason that cannot be, and for an end before its beginning.
    """

    reason: str
    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip() or len(self.reason) > REASON_LENGTH_MAX:
            raise Invalid(f"a reason has 1 to {REASON_LENGTH_MAX} characters")
        if self.until is not None and self.until <= self.since:
            raise Invalid("the end of a ban lies after its beginning")

    def holds(self, *, at: datetime) -> bool:
        return self.until is None or at < self.until

    def enforce(self, *, at: datetime) -> None:
        """Raise `Forbidden`, in words for whom it keeps out, while it holds."""
        if not self.holds(at=at):
            return
        end = (
            "" if self.until is None else f" until {self.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        )
        raise Forbidden(f"this account is banned{end}: {self.reason}")
