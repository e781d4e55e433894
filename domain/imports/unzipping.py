"""The files of a zip archive, as its bytes arrive and without ever going back.

Local headers alone are read (APPNOTE 4.3.7): stored files with a size, and deflated ones, which
say themselves where they end. What an archive's directory says at its end is not needed.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from domain.errors import Invalid

AT_ONCE: Final = 256 * 1024
"""Bytes of a file that are given at once, whatever they were packed into."""
UNPACKED_MAX: Final = 8 * 1024**3
_BOMB_FROM: Final = 64 * 1024**2
_BOMB_RATIO: Final = 200
_HEADER: Final = struct.Struct("<4s5H3L2H")
_LOCAL: Final = b"PK\x03\x04"
_DIRECTORY: Final = b"PK\x01\x02"
_DESCRIPTOR: Final = b"PK\x07\x08"
_STREAMED: Final = 0x08
_ENCRYPTED: Final = 0x01
_UNKNOWN_SIZE: Final = 0xFFFFFFFF
_STORED: Final = 0
_DEFLATED: Final = 8


@dataclass(slots=True)
class Unzipping:
    """Feed it pieces; it gives the name of a file and some bytes of it, in their order.

    Raises `Invalid` for what is no archive, is encrypted, or unpacks to more than it should.
    """

    _left: bytearray = field(default_factory=bytearray)
    _name: str | None = None
    _stored_left: int = 0
    _inflating: Any = None
    _streamed: bool = False
    _ended: bool = False
    _packed: int = 0
    _unpacked: int = 0

    def feed(self, piece: bytes) -> Iterator[tuple[str, bytes]]:
        self._packed += len(piece)
        self._left += piece
        while self._left and not self._ended:
            if self._name is None:
                if not self._header():
                    return
            elif self._inflating is not None:
                yield from self._inflated(self._name)
            else:
                yield from self._stored(self._name)

    def end(self) -> None:
        if not self._ended:
            raise Invalid("the archive ends in the middle")

    def _header(self) -> bool:
        """Read the head of the next file. False while it is not all there."""
        if self._streamed and not self._left.startswith((_LOCAL, _DIRECTORY)):
            return self._descriptor()
        if len(self._left) < len(_LOCAL):
            return False
        if not self._left.startswith(_LOCAL):
            return self._directory()
        if len(self._left) < _HEADER.size:
            return False
        _, _, flags, method, _, _, _, packed, _, name, extra = _HEADER.unpack_from(self._left)
        whole = _HEADER.size + name + extra
        if len(self._left) < whole:
            return False
        self._name = self._left[_HEADER.size : _HEADER.size + name].decode("utf-8", "replace")
        del self._left[:whole]
        self._begin(flags, method, packed)
        return True

    def _directory(self) -> bool:
        """Behind the last file nothing is of interest."""
        if not self._left.startswith(b"PK"):
            raise Invalid("this is no zip archive")
        self._ended = True
        self._left.clear()
        return False

    def _begin(self, flags: int, method: int, packed: int) -> None:
        if flags & _ENCRYPTED:
            raise Invalid("the archive is encrypted")
        self._streamed = bool(flags & _STREAMED)
        if method == _DEFLATED:
            self._inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        elif method == _STORED and not self._streamed and packed != _UNKNOWN_SIZE:
            self._stored_left = packed
            if packed == 0:
                self._name = None
        else:
            raise Invalid("the archive is packed in a way that cannot be read from its beginning")

    def _descriptor(self) -> bool:
        """Skip sizes that come behind a file: with or without a mark, in 4 or 8 bytes each."""
        for length in (16, 12, 24, 20):
            has_mark = length in (16, 24)
            if has_mark != self._left.startswith(_DESCRIPTOR):
                continue
            if len(self._left) < length + 4:
                return False
            if self._left.startswith(b"PK", length):
                del self._left[:length]
                self._streamed = False
                return True
        raise Invalid("this is no zip archive")

    def _inflated(self, name: str) -> Iterator[tuple[str, bytes]]:
        data = bytes(self._left)
        self._left.clear()
        while data:
            try:
                some: bytes = self._inflating.decompress(data, AT_ONCE)
            except zlib.error:
                raise Invalid("the archive is damaged") from None
            self._count(len(some))
            if some:
                yield name, some
            data = self._inflating.unconsumed_tail
            if self._inflating.eof:
                self._left += self._inflating.unused_data
                self._name, self._inflating = None, None
                return
            if not some:
                return

    def _stored(self, name: str) -> Iterator[tuple[str, bytes]]:
        some = bytes(self._left[: min(self._stored_left, AT_ONCE)])
        del self._left[: len(some)]
        self._stored_left -= len(some)
        self._count(len(some))
        if self._stored_left == 0:
            self._name = None
        yield name, some

    def _count(self, more: int) -> None:
        self._unpacked += more
        bomb = self._unpacked > _BOMB_FROM and self._unpacked > self._packed * _BOMB_RATIO
        if bomb or self._unpacked > UNPACKED_MAX:
            raise Invalid("the archive unpacks to far more than it should")
