"""The routes of a service as its OpenAPI document tells them, so that none is forgotten."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from entrypoints.openapi import document

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`body` is the least that its schema takes, `None` where it takes no JSON."""

    method: str
    path: str
    body: Any
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@cache
def routes_of(service: str) -> tuple[Route, ...]:
    told = json.loads(document(service))
    return tuple(_routes(told))


def _routes(told: Mapping[str, Any]) -> Iterator[Route]:
    for path, methods in told["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            content = methods[method].get("requestBody", {}).get("content", {})
            schema = _named(told, content.get("application/json", {}).get("schema"))
            yield Route(
                method=method.upper(),
                path=path,
                body=None if schema is None else _least(told, schema),
                fields=tuple((schema or {}).get("properties", {})),
            )


def _named(told: Mapping[str, Any], schema: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    while schema is not None and "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _least(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    found = _named(told, schema) or {}
    choices = [found[several][0] for several in ("anyOf", "oneOf", "allOf") if several in found]
    given = [found[fixed] for fixed in ("const", "default") if found.get(fixed) is not None]
    if given or "enum" in found:
        return (given or found["enum"])[0]
    return _least(told, choices[0]) if choices else _least_of_type(told, found)


def _least_of_type(told: Mapping[str, Any], found: Mapping[str, Any]) -> Any:
    match found.get("type"):
        case "object":
            fields = found.get("properties", {})
            return {name: _least(told, fields[name]) for name in found.get("required", ())}
        case "array":
            return [_least(told, found["items"])] * found.get("minItems", 0)
        case "integer" | "number":
            return int(found.get("minimum", 1))  # the document writes them as 0.0
        case "boolean":
            return True
        case _:
            return "x" * max(1, found.get("minLength", 1))
