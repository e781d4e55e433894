"""How the process that reads a file tells what it found: a head in JSON, then the bytes."""

import json
import struct
from dataclasses import asdict
from typing import Any, Final

from domain.files.reading import Reading

_LENGTH: Final = struct.Struct(">I")
_BLOBS: Final = ("text", "thumbnail", "view")


def written(reading: Reading) -> bytes:
    told = asdict(reading)
    blobs = [_bytes(told.pop(name)) for name in _BLOBS]
    told["lengths"] = [None if blob is None else len(blob) for blob in blobs]
    head = json.dumps(told).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *(blob for blob in blobs if blob is not None)])


def read(answer: bytes) -> Reading:
    """Raise `ValueError` for what is no answer."""
    try:
        (length,) = _LENGTH.unpack_from(answer)
        told: dict[str, Any] = json.loads(answer[_LENGTH.size : _LENGTH.size + length])
        at = _LENGTH.size + length
        for name, size in zip(_BLOBS, told.pop("lengths"), strict=True):
            blob = None if size is None else answer[at : at + size]
            at += size or 0
            told[name] = blob.decode() if blob is not None and name == "text" else blob
        return Reading(**told)
    except (struct.error, KeyError, TypeError) as error:
        raise ValueError("no answer of a reader") from error


def _bytes(value: str | bytes | None) -> bytes | None:
    return value.encode("utf-8", errors="replace") if isinstance(value, str) else value
