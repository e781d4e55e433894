"""From an OpenAPI document (3.x) to operations that a model can call.

The document is somebody's: references lead nowhere but into it, and what is said of one operation
is bounded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlencode

from domain.errors import Invalid
from domain.json import Json, JsonObject, listed, read, write
from domain.tools.connection import TOOLS_MAX, ConnectedTool

_METHODS: Final = ("get", "put", "post", "delete", "patch")
_PLACES: Final = ("path", "query", "header")
_NOT_OURS: Final = frozenset({"accept", "content-type", "authorization", "cookie", "host"})
"""Headers that an operation may not ask a model for."""
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_DEPTH_MAX: Final = 12
_NODES_MAX: Final = 2_000
_KEPT: Final = frozenset(
    {
        *("type", "properties", "required", "items", "enum", "description", "format", "default"),
        *("minimum", "maximum", "minLength", "maxLength", "anyOf", "oneOf", "allOf", "nullable"),
        *("additionalProperties", "const", "minItems", "maxItems"),
    }
)
"""What of a schema a model is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One request, without what lets it in."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None


def operations_of(document: JsonObject, *, base: str) -> Sequence[ConnectedTool]:
    """All of them; one more than can be connected at most. Raises `Invalid`.

    `base` is where they are; where the document says so when it is empty.
    """
    if not str(document.get("openapi", "")).startswith("3."):
        raise Invalid("definition: is no OpenAPI document of version 3")
    where = (base or _server(document)).rstrip("/")
    found = list[ConnectedTool]()
    for path, item in _object(document.get("paths")).items():
        shared = listed(_object(item).get("parameters"))
        for method in _METHODS:
            operation = _object(_object(item).get(method))
            if operation and len(found) <= TOOLS_MAX:
                found.append(_Reading(document).tool(where, path, method, operation, shared))
    if len({tool.name for tool in found}) < len(found):
        raise Invalid("definition: two operations have the same operationId")
    return found


def call_of(tool: ConnectedTool, arguments: JsonObject) -> ApiCall:
    """The request that a model's arguments make. Raises `Invalid`, naming what is missing."""
    how = _object(read(tool.how))
    path, query, headers = str(how["path"]), list[tuple[str, str]](), dict[str, str]()
    for parameter in map(_object, listed(how["parameters"])):
        name, place = str(parameter["name"]), parameter["in"]
        given = arguments.get(str(parameter["property"]))
        if given is None and place != "path":
            continue
        match place:
            case "path":
                path = path.replace(f"{{{name}}}", _segment(name, given))
            case "query":
                query += [(name, _text(each)) for each in _each(given)]
            case _:
                headers[name] = ",".join(_text(each) for each in _each(given))
    body: bytes | None = None
    kind, member = how.get("body"), str(how.get("member"))
    if isinstance(kind, str) and member in arguments:
        headers["content-type"] = kind
        body = _body(kind, arguments[member])
    url = f"{how['base']}{path}" + (f"?{urlencode(query)}" if query else "")
    return ApiCall(method=str(how["method"]).upper(), url=url, headers=headers, body=body)


def _body(kind: str, given: Json) -> bytes:
    if kind != _FORM:
        return write(given).encode()
    return urlencode([(name, _text(value)) for name, value in _object(given).items()]).encode()


def _segment(name: str, given: Json) -> str:
    """One segment of a path: what would be another path is refused."""
    text = "" if given is None else ",".join(_text(each) for each in _each(given))
    if text in {"", ".", ".."}:
        raise Invalid(f"{name}: is missing, or no part of an address")
    return quote(text, safe="")


def _each(given: Json) -> Sequence[Json]:
    return listed(given) if isinstance(given, Sequence) and not isinstance(given, str) else (given,)


def _text(given: Json) -> str:
    return given if isinstance(given, str) else write(given)


def _object(given: Json) -> JsonObject:
    return given if isinstance(given, Mapping) else {}


def _server(document: JsonObject) -> str:
    for server in map(_object, listed(document.get("servers"))):
        url = str(server.get("url", ""))
        for name, variable in _object(server.get("variables")).items():
            url = url.replace(f"{{{name}}}", str(_object(variable).get("default", "")))
        if url.startswith(("https://", "http://")):
            return url
    raise Invalid("url: the document does not say where the API is; enter its address")


class _Reading:
    """One operation, with what it refers to put in its place."""

    def __init__(self, document: JsonObject) -> None:
        self._document = document
        self._nodes = 0

    def tool(
        self, base: str, path: str, method: str, operation: JsonObject, shared: Sequence[Json]
    ) -> ConnectedTool:
        known = dict[tuple[str, str], JsonObject]()
        for given in (*shared, *listed(operation.get("parameters"))):
            parameter = self._found(given)
            known[str(parameter.get("in")), str(parameter.get("name"))] = parameter
        properties, required, told = dict[str, Json](), list[Json](), list[Json]()
        for (place, name), parameter in known.items():
            if place not in _PLACES or (place == "header" and name.lower() in _NOT_OURS):
                continue
            member = name if name not in properties else f"{place}_{name}"
            schema = dict(self._schema(parameter.get("schema"), 0))
            if parameter.get("description"):
                schema["description"] = str(parameter["description"])
            properties[member] = schema
            if parameter.get("required") is True or place == "path":
                required.append(member)
            told.append({"name": name, "in": place, "property": member})
        body = self._body(operation, properties, required)
        how: JsonObject = {"base": base, "path": path, "method": method, "parameters": told, **body}
        return ConnectedTool(
            name=str(operation.get("operationId") or _named(method, path)),
            title=str(operation.get("summary") or ""),
            description=str(operation.get("description") or operation.get("summary") or ""),
            parameters=write({"type": "object", "properties": properties, "required": required}),
            how=write(how),
            repeatable=method == "get",
        )

    def _body(
        self, operation: JsonObject, properties: dict[str, Json], required: list[Json]
    ) -> JsonObject:
        asked = self._found(operation.get("requestBody"))
        content = _object(asked.get("content"))
        kind = next((each for each in (_JSON, _FORM) if each in content), None)
        if kind is None:
            return {}
        member = "body" if "body" not in properties else "request_body"
        properties[member] = self._schema(_object(content[kind]).get("schema"), 0)
        if asked.get("required") is True:
            required.append(member)
        return {"body": kind, "member": member}

    def _schema(self, given: Json, depth: int) -> JsonObject:
        self._nodes += 1
        if self._nodes > _NODES_MAX or depth > _DEPTH_MAX:
            return {}
        return dict(self._members(self._found(given), depth))

    def _members(self, schema: JsonObject, depth: int) -> Iterator[tuple[str, Json]]:
        for name, value in schema.items():
            if name not in _KEPT:
                continue
            match name:
                case "properties":
                    members = _object(value).items()
                    yield name, {each: self._schema(one, depth + 1) for each, one in members}
                case "items":
                    yield name, self._schema(value, depth + 1)
                case "anyOf" | "oneOf" | "allOf":
                    yield name, [self._schema(each, depth + 1) for each in listed(value)]
                case "additionalProperties" if isinstance(value, Mapping):
                    yield name, self._schema(value, depth + 1)
                case _:
                    yield name, value

    def _found(self, given: Json) -> JsonObject:
        """What is meant, when it is a reference into the document; nothing where it leads away."""
        found = _object(given)
        for _ in range(_DEPTH_MAX):
            reference = found.get("$ref")
            if not isinstance(reference, str):
                return found
            found = self._at(reference)
        return {}

    def _at(self, reference: str) -> JsonObject:
        if not reference.startswith("#/"):
            return {}
        found: Json = self._document
        for step in reference[2:].split("/"):
            found = _object(found).get(step.replace("~1", "/").replace("~0", "~"))
        return _object(found)


def _named(method: str, path: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", f"{method}_{path}").strip("_")
