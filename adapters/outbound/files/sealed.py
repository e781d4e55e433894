"""A file that only a passphrase opens, written and read piece by piece.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age has it: AES-256-GCM over
pieces of 64 KiB, whose nonce is their number and whether it is the last. So no piece is changed,
moved or cut off unseen. The key is made of the passphrase by scrypt, and of the file's name, so
that no file stands for another.
"""

import hmac
import os
from dataclasses import dataclass, field
from io import RawIOBase
from typing import IO, Any, Final, Self, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from typing_extensions import Buffer, override

from domain.errors import Invalid

PIECE_BYTES: Final = 64 * 1024
_TAG_BYTES: Final = 16
_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
WORK: Final = 1 << 17
"""Scrypt's `n`: 128 MB, and a fifth of a second on a quiet machine."""
WORK_MAX: Final = 1 << 20
_COUNTER_BYTES: Final = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Passphrase:
    """What opens an archive, with the salt that makes its keys the archive's own.

    `work` is what each guess costs.
    """

    salt: bytes
    work: int
    _master: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str, *, salt: bytes | None = None, work: int = WORK) -> Self:
        salt = salt or os.urandom(_SALT_BYTES)
        scrypt = Scrypt(salt=salt, length=_KEY_BYTES, n=work, r=8, p=1)
        return cls(salt=salt, work=work, _master=scrypt.derive(text.encode()))

    def writing(self, file: IO[bytes], *, name: str) -> "SealedWriter":
        return SealedWriter(file, self._key(name))

    def reading(self, file: IO[bytes], *, name: str) -> "SealedReader":
        return SealedReader(file, self._key(name), name=name)

    def mark(self, text: bytes) -> str:
        """What nobody without the passphrase can put under a text."""
        return hmac.digest(self._key("mark"), text, "sha256").hex()

    def _key(self, name: str) -> bytes:
        info = b"parley archive 1 " + name.encode()
        return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(
            self._master
        )


@final
class SealedWriter(RawIOBase):
    """`close` writes the last piece; the file below stays open."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        super().__init__()
        self._file = file
        self._cipher = AESGCM(key)
        self._held = bytearray()
        self._number = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer, /) -> int:
        given = bytes(data)
        self._held += given
        while len(self._held) > PIECE_BYTES:  # the last one is held back: it may be the end
            self._seal(bytes(self._held[:PIECE_BYTES]), last=False)
            del self._held[:PIECE_BYTES]
        return len(given)

    @override
    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._held), last=True)
        super().close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


@final
class SealedReader(RawIOBase):
    """Raises `Invalid` for another passphrase, and for what is not as it was written."""

    def __init__(self, file: IO[bytes], key: bytes, *, name: str) -> None:
        super().__init__()
        self._file = file
        self._cipher = AESGCM(key)
        self._name = name
        self._ahead = file.read(PIECE_BYTES + _TAG_BYTES)
        self._open = b""
        self._number = 0
        self._ended = False

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any, /) -> int:
        while not self._open and not self._ended:
            self._open = self._next()
        count = min(len(buffer), len(self._open))
        buffer[:count], self._open = self._open[:count], self._open[count:]
        return count

    def _next(self) -> bytes:
        sealed, self._ahead = self._ahead, self._file.read(PIECE_BYTES + _TAG_BYTES)
        self._ended = not self._ahead
        try:
            nonce = _nonce(self._number, last=self._ended)
            self._number += 1
            return self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag:
            raise Invalid(f"{self._name} was changed, or has another passphrase") from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES, "big") + (b"\x01" if last else b"\x00")
