"""Names and secrets from the operating system's randomness."""

import secrets
import time
from typing import Final

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TIME_LENGTH: Final = 11
_CHANCE_LENGTH: Final = 15
_SECRET_LENGTH: Final = 40


def new_id() -> str:
    """Eleven digits of microseconds since 1970, fifteen of chance (77 bits), all in base 36."""
    chance = "".join(secrets.choice(_DIGITS) for _ in range(_CHANCE_LENGTH))
    return _base_36(time.time_ns() // 1000) + chance


def new_secret() -> str:
    """Forty letters and digits: 238 bits."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(_SECRET_LENGTH))


def _base_36(number: int) -> str:
    written = ""
    while len(written) < _TIME_LENGTH:
        number, digit = divmod(number, len(_DIGITS))
        written = _DIGITS[digit] + written
    return written
