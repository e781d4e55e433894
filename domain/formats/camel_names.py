"""Names of fields as Google writes them, from either of the two ways that it reads (A10).

Both `systemInstruction` and `system_instruction` are taken. What belongs to the client (the
arguments of a call, a schema) is left as it is.
"""

import re
from typing import Final

from domain.errors import Invalid
from domain.formats.reading import DEPTH_MAX
from domain.json import Json, JsonObject

_THE_CLIENT_S: Final = frozenset(
    {
        "args",
        "response",
        "parameters",
        "parametersJsonSchema",
        "responseSchema",
        "responseJsonSchema",
        "partMetadata",
        "labels",
    }
)
_UNDERSCORE: Final = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")


def camel(name: str) -> str:
    return _UNDERSCORE.sub(lambda found: found[1].upper(), name)


def camelled(body: JsonObject, *, depth: int = 0) -> dict[str, Json]:
    """Where a field came under both names, Google's own counts. Raises `Invalid`: too deep."""
    if depth > DEPTH_MAX:
        raise Invalid(f"nested deeper than {DEPTH_MAX} levels")
    named = {camel(key): value for key, value in body.items() if camel(key) != key}
    named |= {key: value for key, value in body.items() if camel(key) == key}
    return {
        name: value if name in _THE_CLIENT_S else _inner(value, depth + 1)
        for name, value in named.items()
    }


def _inner(value: Json, depth: int) -> Json:
    if isinstance(value, dict):
        return camelled(value, depth=depth)
    if isinstance(value, list):
        return [_inner(item, depth + 1) for item in value]
    return value
