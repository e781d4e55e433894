"""The lines of a journal: `<crc32> <D or C> <JSON>`, one entry a line.

A line that a crash or a full disk has cut, or that does not match its checksum, says nothing.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Final, Literal

import orjson
from pydantic import TypeAdapter

from domain.transactions.price import Price
from domain.transactions.transaction import Transaction

Kind = Literal["draft", "closed"]

_TRANSACTION: Final = TypeAdapter(Transaction)
_MARKS: Final[dict[Kind, bytes]] = {"draft": b"D", "closed": b"C"}
_KINDS: Final[dict[bytes, Kind]] = {mark: kind for kind, mark in _MARKS.items()}
_CRC_LENGTH: Final = 8
_NAMES: Final = tuple(field.name for field in fields(Transaction))
_VALUES: Final = attrgetter(*_NAMES)
_PRICE: Final = "price"


@dataclass(frozen=True, slots=True)
class Entry:
    """`end` is where the next line begins, in bytes."""

    kind: Kind
    transaction: Transaction
    end: int


def encode(kind: Kind, transaction: Transaction) -> bytes:
    written = dict(zip(_NAMES, _VALUES(transaction), strict=True))
    if transaction.price is not None:
        written[_PRICE] = _price(transaction.price)
    said = _MARKS[kind] + b" " + orjson.dumps(written)
    return b"%08x %s\n" % (zlib.crc32(said), said)


@lru_cache(maxsize=512)
def _price(price: Price) -> orjson.Fragment:
    """Nearly all calls have one of a few."""
    return orjson.Fragment(orjson.dumps(price))


def read(path: Path, *, start: int) -> Iterator[Entry]:
    """The whole entries from a line's beginning on."""
    with path.open("rb") as file:
        file.seek(start)
        end = start
        for line in file:
            end += len(line)
            entry = _decode(line, end)
            if entry is not None:
                yield entry


def _decode(line: bytes, end: int) -> Entry | None:
    said = line[_CRC_LENGTH + 1 : -1]
    if line[:_CRC_LENGTH] != b"%08x" % zlib.crc32(said) or not line.endswith(b"\n"):
        return None
    kind = _KINDS[said[:1]]
    return Entry(kind, _TRANSACTION.validate_json(said[2:]), end)
