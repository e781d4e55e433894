"""JSON Schemas as Anthropic takes them: of tools, and of answers (conversion A4.1, A6)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.json import Json, JsonObject, write

_UNSUPPORTED: Final = frozenset(
    {
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "patternProperties",
        "contains",
    }
)
_FORMATS: Final = frozenset(
    {
        "date-time",
        "time",
        "date",
        "duration",
        "email",
        "hostname",
        "uri",
        "ipv4",
        "ipv6",
        "uuid",
    }
)
_UNIONS: Final = ("anyOf", "oneOf", "allOf")
_SCHEMAS_BY_NAME: Final = frozenset({"properties", "$defs", "definitions"})
_REFERENCE: Final = re.compile(r'"#/(?:\$defs|definitions)/([^"/]+)"')
_DEPTH_MAX: Final = 100


class _Impossible(Exception):
    """A schema that cannot be closed."""


def tool_schema(given: JsonObject | None) -> JsonObject:
    """An object's schema, since a tool takes an object; unions at the top are merged."""
    if not given:
        return {"type": "object", "properties": {}}
    if given.get("type") == "object":
        return given
    union = next((key for key in _UNIONS if isinstance(given.get(key), Sequence)), None)
    if union is None:
        return {"type": "object", **{key: value for key, value in given.items() if key != "type"}}
    rest = {key: value for key, value in given.items() if key not in {*_UNIONS, "type"}}
    properties: dict[str, Json] = dict(_properties(given))
    for branch in _branches(given[union]):
        properties.update(_properties(branch))
    return {"type": "object", **rest, "properties": properties}


def _branches(union: Json) -> Iterator[JsonObject]:
    if isinstance(union, Sequence):
        yield from (branch for branch in union if isinstance(branch, Mapping))


def _properties(schema: JsonObject) -> JsonObject:
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def answer_schema(given: JsonObject) -> JsonObject | None:
    """`given` with its objects closed and what is not understood said in words.

    `None` when an object must stay open, or the schema refers to itself: neither is possible.
    """
    if _is_recursive(given):
        return None
    try:
        written = _closed(given, 0)
    except _Impossible:
        return None
    return written if isinstance(written, Mapping) and written else None


def _closed(schema: Json, depth: int) -> Json:
    if not isinstance(schema, Mapping) or depth > _DEPTH_MAX:
        raise _Impossible
    _refuse(schema)
    kept: dict[str, Json] = {}
    said: list[str] = []
    for key, value in schema.items():
        if key in _UNSUPPORTED:
            said.append(f"{key}: {write(value)}")
        elif key == "format" and value not in _FORMATS:
            said.append(f"format: {write(value)}")
        elif key != "$schema":
            kept["anyOf" if key == "oneOf" else key] = _inner(key, value, depth + 1)
    if _is_object(schema):
        kept["additionalProperties"] = False
    if said:
        kept["description"] = "\n\n".join(
            [*_described(schema), "{" + ", ".join(said) + "}"],
        )
    return kept


def _inner(key: str, value: Json, depth: int) -> Json:
    if key in _SCHEMAS_BY_NAME and isinstance(value, Mapping):
        return {name: _closed(inner, depth) for name, inner in value.items()}
    if key in _UNIONS and isinstance(value, Sequence):
        return [_closed(inner, depth) for inner in value]
    return _closed(value, depth) if key == "items" else value


def _refuse(schema: JsonObject) -> None:
    """What no closed schema can say."""
    reference = schema.get("$ref")
    if reference is not None and not str(reference).startswith(("#/$defs/", "#/definitions/")):
        raise _Impossible  # it leads outside, or to the whole itself
    if schema.get("allOf") is not None and "$ref" in write(schema["allOf"]):
        raise _Impossible
    is_open = schema.get("additionalProperties") not in (None, False) or not _properties(schema)
    if _is_object(schema) and is_open:
        raise _Impossible


def _is_object(schema: JsonObject) -> bool:
    kind = schema.get("type")
    return kind == "object" or (isinstance(kind, list) and "object" in kind)


def _is_recursive(schema: JsonObject) -> bool:
    """Whether a definition leads back to itself."""
    named = schema.get("$defs", schema.get("definitions"))
    if not isinstance(named, Mapping):
        return False
    leads = {name: set(_REFERENCE.findall(write(inner))) for name, inner in named.items()}
    for _ in leads:  # each round, definitions that lead nowhere are done with
        leads = {name: to & leads.keys() for name, to in leads.items() if to & leads.keys()}
    return bool(leads)


def _described(schema: JsonObject) -> list[str]:
    description = schema.get("description")
    return [description] if isinstance(description, str) and description else []
