"""What every dialect of the fake upstream must be able to say."""

import json
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, Protocol

from tests.upstream.answer import Answer


class Dialect(Protocol):
    """The end of a stream is the `last` frames; `counts_early` begins one with a count."""

    last: int
    counts_early: bool = False

    @abstractmethod
    def frames(self, answer: Answer, model: str) -> Iterator[bytes]:
        """Yield the stream, one frame an item."""

    @abstractmethod
    def whole(self, answer: Answer, model: str) -> dict[str, Any]:
        """Return the answer to a request without a stream."""

    @abstractmethod
    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        """Return the vendor's envelope."""

    @abstractmethod
    def error_frame(self, status: int, message: str, code: str | None) -> bytes:
        """Return an error in the middle of a stream that began with 200."""


def data(value: object, *, event: str | None = None) -> bytes:
    named = "" if event is None else f"event: {event}\n"
    return f"{named}data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
