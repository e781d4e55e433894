"""How long a model may take. `None` is what is usual."""

from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid

TOTAL_S: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """In seconds: to connect, to the first token, between two chunks, and for a call in all.

    `total_s` is one deadline for all attempts. An answer that is not streamed comes at once, so
    `first_token_s` says nothing of it: each attempt at it has `whole_s`, or else what is left of
    `total_s`. Without `first_token_s` a model may think as long as its provider keeps talking.
    """

    connect_s: float | None = None
    first_token_s: float | None = None
    between_chunks_s: float | None = None
    total_s: float | None = None
    whole_s: float | None = None

    def __post_init__(self) -> None:
        given = (
            self.connect_s,
            self.first_token_s,
            self.between_chunks_s,
            self.total_s,
            self.whole_s,
        )
        if any(each is not None and not each > 0 for each in given):
            raise Invalid("a time limit is longer than nothing")

    @property
    def all_s(self) -> float:
        return TOTAL_S if self.total_s is None else self.total_s

    @property
    def silence_s(self) -> float | None:
        """Between any two reads; what is given for the first of them is not cut short."""
        given = [each for each in (self.first_token_s, self.between_chunks_s) if each is not None]
        return max(given, default=None)

    def decision_s(self, *, streamed: bool) -> float | None:
        """How long one attempt may take until something of the answer is there."""
        return self.first_token_s if streamed else self.whole_s
