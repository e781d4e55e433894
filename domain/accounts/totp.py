"""Codes that change every thirty seconds (RFC 6238), as every authenticator makes them.

SHA-1, six digits and steps of thirty seconds are what all of them support; the secret has the
160 bits that RFC 4226 recommends. A step before and after ours count too, for clocks that differ.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

SECRET_BYTES: Final = 20
STEP_S: Final = 30
DIGITS: Final = 6
ISSUER: Final = "Parley"
_WINDOW: Final = (-1, 0, 1)


def secret_from(chance: str) -> bytes:
    """Make a secret of what nobody can guess."""
    return hashlib.sha256(f"totp:{chance}".encode()).digest()[:SECRET_BYTES]


def secret_text(secret: bytes) -> str:
    """Write it as people type it in: base 32, without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def address_of(secret: bytes, account: str) -> str:
    """Compose what the picture says (`otpauth:`, the key URI format)."""
    label = f"{quote(ISSUER)}:{quote(account)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret_text(secret), 'issuer': ISSUER})}"


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_S


def code_of(secret: bytes, step: int) -> str:
    """Cut four bytes out of the digest where its last half byte says (RFC 4226 section 5.3)."""
    digest = hmac.new(secret, step.to_bytes(8), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: bytes, code: str, *, at: datetime, after: int) -> int | None:
    """Return the step whose code this is, of those near `at` and later than `after`."""
    for each in _WINDOW:
        step = step_at(at) + each
        if step > after and hmac.compare_digest(code_of(secret, step), code):
            return step
    return None
