"""AES-256-GCM with a key of this installation's secret: a copy of the database tells nothing."""

import base64
import binascii
import os
from typing import Final, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

from application.ports.offers import Sealing
from domain.errors import Invalid

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_INFO: Final = b"parley sealed secrets 1"


@final
class AesSealing(Sealing):
    """`secret` may be known by nobody else; another one opens nothing."""

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_INFO)
        self._cipher = AESGCM(derived.derive(secret))

    @override
    def seal(self, secret: str, *, purpose: str) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, secret.encode(), purpose.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    @override
    def open(self, sealed: str, *, purpose: str) -> str:
        try:
            raw = base64.urlsafe_b64decode(sealed)
            nonce, rest = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return self._cipher.decrypt(nonce, rest, purpose.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise Invalid(f"what was sealed for {purpose!r} cannot be opened") from None
