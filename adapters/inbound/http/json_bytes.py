"""JSON on its way to a client, written quickly."""

import orjson

from domain.json import Json, write


def json_bytes(value: Json) -> bytes:
    """What is beyond 64 bits, or no character, only the domain can write."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return write(value).encode("utf-8", "replace")
