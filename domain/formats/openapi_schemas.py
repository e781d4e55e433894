"""Google's schemas, a part of OpenAPI's, to JSON Schemas (conversion A4.1, A10)."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.camel_names import camel
from domain.formats.reading import DEPTH_MAX
from domain.json import Json, JsonObject

_RENAMED: Final = {"defs": "$defs", "ref": "$ref"}
_WRITTEN_AS_TEXT: Final = frozenset(
    {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"}
)
_BY_NAME: Final = frozenset({"properties", "$defs"})
_LISTED: Final = frozenset({"anyOf", "oneOf", "allOf"})
_SINGLE: Final = frozenset({"items", "additionalProperties"})


def json_schema(given: JsonObject, *, depth: int = 0) -> JsonObject:
    """A JSON Schema stays as it is. Raises `Invalid` when it is nested too deeply."""
    if depth > DEPTH_MAX:
        raise Invalid(f"a schema is nested deeper than {DEPTH_MAX} levels")
    schema: dict[str, Json] = {}
    for key, value in given.items():
        name = _RENAMED.get(key, camel(key))
        if name == "example":
            schema["examples"] = [value]
        elif name == "type":
            schema[name] = _lowered(value)
        elif name in _WRITTEN_AS_TEXT and isinstance(value, str) and value.isdecimal():
            schema[name] = int(value)
        elif name not in {"nullable", "propertyOrdering"} and (name, value) != ("format", "enum"):
            schema[name] = _inner(name, value, depth + 1)
    return _or_null(schema) if given.get("nullable") is True else schema


def _inner(name: str, value: Json, depth: int) -> Json:
    """A member of a schema, with the schemas that it holds converted."""
    if name in _BY_NAME and isinstance(value, Mapping):
        return {key: _converted(each, depth) for key, each in value.items()}
    if name in _LISTED and isinstance(value, Sequence) and not isinstance(value, str):
        return [_converted(each, depth) for each in value]
    return _converted(value, depth) if name in _SINGLE else value


def _converted(value: Json, depth: int) -> Json:
    return json_schema(value, depth=depth) if isinstance(value, Mapping) else value


def _lowered(kind: Json) -> Json:
    if isinstance(kind, str):
        return kind.lower()
    if isinstance(kind, Sequence):
        return [each.lower() if isinstance(each, str) else each for each in kind]
    return kind


def _or_null(schema: dict[str, Json]) -> JsonObject:
    kind, union = schema.get("type"), schema.get("anyOf")
    if isinstance(union, list):
        return {**schema, "anyOf": [*union, {"type": "null"}]}
    return {**schema, "type": [kind, "null"]} if isinstance(kind, str) else schema
