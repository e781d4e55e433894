"""The elements of a JSON list that is too long to be held, as their bytes arrive.

A file that is one object has one element: the object.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from domain.errors import Invalid

ITEM_BYTES_MAX: Final = 16 * 1024 * 1024
"""Of one chat. A longer one is passed by, so that none fills the memory."""

TooLong: TypeAlias = Literal["too long"]

_PLAIN: Final = re.compile(rb'[^"\\{}\[\],]+')
_IN_TEXT: Final = re.compile(rb'[^"\\]+')
_SPACE: Final = re.compile(rb"[ \t\r\n]+")
_SPACE_IN_LIST: Final = re.compile(rb"[ \t\r\n,]+")
_QUOTE: Final = 0x22
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(slots=True)
class JsonItems:
    """Feed it pieces of any length. Between pieces it holds one unfinished element at most.

    Raises `Invalid` for what is neither a list of objects nor an object, and at the end of a file
    that stops within one. Whether an element is valid JSON is for its reader to say.
    """

    _item: bytearray = field(default_factory=bytearray)
    _depth: int = 0
    _base: int | None = None
    _in_text: bool = False
    _escaped: bool = False
    _too_long: bool = False
    _ended: bool = False
    _head: bytes = b""

    def feed(self, piece: bytes) -> Iterator[bytes | TooLong]:
        at, length = 0, len(piece)
        if self._base is None:
            piece = self._head + piece
            if len(piece) < len(_BOM) and _BOM.startswith(piece):
                self._head = piece
                return
            piece, self._head = piece.removeprefix(_BOM), b""
            length = len(piece)
        while at < length:
            if self._depth == (self._base or 0):
                at = self._between(piece, at)
                continue
            began = at
            at = self._within(piece, at)
            self._keep(piece[began:at])
            if self._depth == self._base:
                yield self._taken()

    def end(self) -> None:
        if self._base is None or (self._depth > 0):
            raise Invalid("the file ends in the middle")

    def _between(self, piece: bytes, at: int) -> int:
        """Outside of every element: white space, commas, and where the next one begins."""
        if space := (_SPACE if self._base != 1 else _SPACE_IN_LIST).match(piece, at):
            return space.end()
        byte = piece[at : at + 1]
        if self._ended:
            raise Invalid("there is something behind the list")
        if self._base is None and byte in (b"[", b"{"):
            self._base = 1 if byte == b"[" else 0
            if byte == b"[":
                self._depth = 1
                return at + 1
        if byte == b"{":
            self._depth += 1
            self._keep(b"{")
            return at + 1
        if byte == b"]" and self._base == 1:
            self._depth, self._base, self._ended = 0, 0, True
            return at + 1
        raise Invalid("this is no list of chats")

    def _within(self, piece: bytes, at: int) -> int:
        """On to where something opens, closes, or the piece ends."""
        if self._in_text:
            return self._text(piece, at)
        if plain := _PLAIN.match(piece, at):
            at = plain.end()
        if at < len(piece):
            byte = piece[at]
            if byte == _QUOTE:
                self._in_text = True
            elif byte in b"{[":
                self._depth += 1
            elif byte in b"}]":
                self._depth -= 1
                if self._depth == 0 and self._base == 0:
                    self._ended = True
            at += 1
        return at

    def _text(self, piece: bytes, at: int) -> int:
        while at < len(piece):
            if self._escaped:
                self._escaped = False
                at += 1
                continue
            if run := _IN_TEXT.match(piece, at):
                at = run.end()
                continue
            if piece[at] == _QUOTE:
                self._in_text = False
                return at + 1
            self._escaped = True
            at += 1
        return at

    def _keep(self, piece: bytes) -> None:
        if self._too_long:
            return
        self._item += piece
        if len(self._item) > ITEM_BYTES_MAX:
            self._too_long = True
            self._item = bytearray()

    def _taken(self) -> bytes | TooLong:
        item, too_long = bytes(self._item), self._too_long
        self._item, self._too_long = bytearray(), False
        return "too long" if too_long else item
