from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

BYTES_MAX: Final = 1024 * 1024
"""Of one answer; a longer one is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedResponse:
    """A good answer as its client got it: the pieces of the body are those of a stream."""

    media_type: str
    pieces: Sequence[bytes]


class ResponseCache(Protocol):
    """Answers that may be given again, each owner's by themselves."""

    @abstractmethod
    async def get(self, name: str, *, owner: str) -> CachedResponse | None:
        """Raises `Unavailable`."""

    @abstractmethod
    async def put(
        self, name: str, response: CachedResponse, *, owner: str, lasting: timedelta
    ) -> None:
        """Keep it, in place of an earlier one; not when it is too large. Raises `Unavailable`."""
