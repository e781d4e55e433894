"""Where tests cut a stream: at every byte in a thorough run, at a sample of them otherwise."""

from typing import Final

from hypothesis import settings

_THOROUGH: Final = 100
_SAMPLED: Final = 31


def cuts(length: int) -> range:
    return range(0, length, 1 if settings().max_examples >= _THOROUGH else _SAMPLED)
