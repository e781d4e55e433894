from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

LASTING: Final = timedelta(seconds=20)
"""A process that has said nothing for so long is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingPlace:
    """A deployment that a process keeps away from, as it failed again and again."""

    provider: str
    upstream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How one process is. `behind_s`: for how long it has had calls that are not in the books."""

    process: str
    at: datetime
    resting: tuple[RestingPlace, ...] = ()
    behind_s: int = 0


class Pulses(Protocol):
    """What each process says of itself every few seconds. Nothing is kept."""

    @abstractmethod
    async def beat(self, pulse: Pulse) -> None:
        """Raises `Unavailable`."""

    @abstractmethod
    async def all(self, *, at: datetime) -> Sequence[Pulse]:
        """The last of each that is not older than `LASTING`. Raises `Unavailable`."""
