"""Names and secrets from the operating system's randomness."""

import os
import secrets
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Final, final

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TIME_LENGTH: Final = 11
_CHANCE_LENGTH: Final = 15
_LETTERS: Final = bytes(ord(_DIGITS[byte % 36]) for byte in range(256))
"""A byte of chance to a digit: none is more than an eighth likelier than another."""
_SECRET_LENGTH: Final = 40
_PAIRS: Final = [first + second for first in _DIGITS for second in _DIGITS]
_TWO_DIGITS: Final = len(_PAIRS)


@final
class Moments:
    """Microseconds since 1970, each after the one before: clocks stand still, and go back."""

    def __init__(self, clock_ns: Callable[[], int] = time.time_ns) -> None:
        self._clock_ns = clock_ns
        self._last = 0

    def next(self) -> int:
        self._last = max(self._clock_ns() // 1000, self._last + 1)
        return self._last


_MOMENTS: Final = Moments()


def new_id() -> str:
    """Eleven digits of microseconds since 1970, fifteen of chance (75 bits), all in base 36."""
    chance = os.urandom(_CHANCE_LENGTH).translate(_LETTERS).decode()
    slow, quick = divmod(_MOMENTS.next(), _TWO_DIGITS * _TWO_DIGITS)
    return _slow_digits(slow) + _PAIRS[quick // _TWO_DIGITS] + _PAIRS[quick % _TWO_DIGITS] + chance


@lru_cache(maxsize=1)
def _slow_digits(number: int) -> str:
    """Of the time all but the last four, which are others every 1.7 seconds."""
    return _base_36(number, length=_TIME_LENGTH - 4)


def new_secret() -> str:
    """Forty letters and digits: 238 bits."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(_SECRET_LENGTH))


def _base_36(number: int, *, length: int) -> str:
    written: list[str] = []
    for _ in range(0, length, 2):
        number, pair = divmod(number, _TWO_DIGITS)
        written.append(_PAIRS[pair])
    return "".join(reversed(written))[-length:]
