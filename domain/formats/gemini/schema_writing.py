"""JSON Schemas to the part of OpenAPI's that Google's older models know (conversion A4.1).

References are put in place, and what has no form there is left out. Newer models take JSON
Schemas as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.json import Json, JsonObject

_FORMATS: Final = frozenset({"date-time", "enum", "int32", "int64", "float", "double"})
_ALIKE: Final = frozenset(
    {
        "description",
        "title",
        "default",
        "required",
        "minimum",
        "maximum",
        "pattern",
        "minItems",
        "maxItems",
        "minLength",
        "maxLength",
        "minProperties",
        "maxProperties",
    }
)
_PLACES: Final = ("#/$defs/", "#/definitions/")
_SIZE_MAX: Final = 5_000
"""Schemas in a schema, with every reference put in place."""


def openapi_schema(given: JsonObject) -> JsonObject:
    """Raises `Invalid` for one that refers to itself, or is too large."""
    return _Writer(given).write(given, within=())


class _Writer:
    def __init__(self, whole: JsonObject) -> None:
        named = whole.get("$defs", whole.get("definitions"))
        self._named: JsonObject = named if isinstance(named, Mapping) else {}
        self._size = 0

    def write(self, given: JsonObject, *, within: tuple[str, ...]) -> JsonObject:
        """`within` are the references that led here."""
        self._size += 1
        if self._size > _SIZE_MAX:
            raise Invalid(f"a schema is larger than {_SIZE_MAX:,} schemas")
        reference = given.get("$ref")
        if isinstance(reference, str):
            if reference in within:
                raise Invalid(f"a schema refers to itself by {reference!r}")
            rest = {key: value for key, value in given.items() if key != "$ref"}
            found = {**self._definition(reference), **rest}
            return self.write(found, within=(*within, reference))
        written: dict[str, Json] = {}
        for key, value in given.items():
            written.update(self._member(key, value, within))
        return written

    def _definition(self, reference: str) -> JsonObject:
        for place in _PLACES:
            found = self._named.get(reference.removeprefix(place))
            if reference.startswith(place) and isinstance(found, Mapping):
                return found
        raise Invalid(f"a schema refers to {reference!r}, which it does not define")

    def _member(self, key: str, value: Json, within: tuple[str, ...]) -> Iterator[tuple[str, Json]]:
        match key, value:
            case "properties", dict():
                yield key, {name: self._inner(each, within) for name, each in value.items()}
            case "items", dict():
                yield key, self._inner(value, within)
            case (("anyOf" | "oneOf"), [*values]):
                yield "anyOf", [self._inner(each, within) for each in values]
            case _:
                yield from _plain(key, value)

    def _inner(self, value: Json, within: tuple[str, ...]) -> Json:
        return self.write(value, within=within) if isinstance(value, Mapping) else {}


def _plain(key: str, value: Json) -> Iterator[tuple[str, Json]]:
    """What holds no other schema."""
    match key, value:
        case "type", _:
            yield from _typed(value)
        case "enum", [*values]:
            yield from _chosen(values)
        case "const", _:
            yield from _chosen([value])
        case "format", str(named) if named in _FORMATS:
            yield key, named
        case _ if key in _ALIKE:
            yield key, value
        case _:
            return


def _typed(kind: Json) -> Iterator[tuple[str, Json]]:
    """`["string", "null"]` is a text or nothing; other lists are a choice."""
    kinds = [kind] if isinstance(kind, str) else kind if isinstance(kind, Sequence) else []
    real = [each.upper() for each in kinds if isinstance(each, str) and each != "null"]
    if len(real) == 1:
        yield "type", real[0]
    elif real:
        yield "anyOf", [{"type": each} for each in real]
    if "null" in kinds:
        yield "nullable", True


def _chosen(values: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Texts alone can be chosen from there, and no empty one."""
    texts = [each for each in values if isinstance(each, str) and each]
    if texts:
        yield "enum", texts
