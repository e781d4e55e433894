"""Acts that a client may ask for again when no answer came, under one `Idempotency-Key`.

What such an act makes up is computed from the key instead, with a secret of ours: the same again
whenever it is asked for, so that nothing that is shown once must be kept to be shown again
(draft-ietf-httpapi-idempotency-key-header; REL-16).
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH: Final = 26
_SECRET_LENGTH: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """`by` is who asks, `key` their `Idempotency-Key`, `said` all that they ask for."""

    by: str
    key: str
    said: str = field(repr=False)

    def id(self, *, pepper: bytes) -> str:
        """26 digits in base 36, the same whatever is said under the key."""
        return _written(_mac(pepper, "id", self.by, self.key), _DIGITS, _ID_LENGTH)

    def text(self, *, pepper: bytes) -> str:
        """40 letters and digits, the same whatever is said under the key."""
        return _written(_mac(pepper, "text", self.by, self.key), _LETTERS, _SECRET_LENGTH)

    def secret(self, *, pepper: bytes) -> str:
        """40 letters and digits, others for other words."""
        return _written(
            _mac(pepper, "secret", self.by, self.key, self.said), _LETTERS, _SECRET_LENGTH
        )


def _mac(pepper: bytes, *parts: str) -> int:
    told = b"".join(len(part).to_bytes(4) + part for part in (each.encode() for each in parts))
    return int.from_bytes(hmac.new(pepper, b"repeatable" + told, hashlib.sha256).digest())


def _written(number: int, alphabet: str, length: int) -> str:
    written = ""
    for _ in range(length):
        number, place = divmod(number, len(alphabet))
        written += alphabet[place]
    return written
