"""What becomes of a call whose client leaves before it was answered."""

from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid

SECONDS_MAX: Final = 3_600
TOKENS_MAX: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """It ends at once, or goes on: to its end, or for so long and so many tokens of answer more."""

    drains: bool = False
    seconds: int | None = None
    tokens: int | None = None

    def __post_init__(self) -> None:
        for name, cap, most in (
            ("seconds", self.seconds, SECONDS_MAX),
            ("tokens", self.tokens, TOKENS_MAX),
        ):
            if cap is None:
                continue
            if not self.drains:
                raise Invalid(f"{name}: a call that ends at once has no cap")
            if not 0 < cap <= most:
                raise Invalid(f"{name}: a cap is between 1 and {most:,}")


ABORT: Final = Leaving()
