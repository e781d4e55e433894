"""Tools and the choice among them, each by its own shape, whatever the endpoint (A0.2, A0.3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import unwrapped
from domain.formats.openapi_schemas import json_schema
from domain.formats.parts_reading import FormatName, cache_mark
from domain.formats.reading import At
from domain.llm.prompt import HostedTool, Part, Tool, ToolCall, ToolChoice, Turn

_DECLARED: Final = "functionDeclarations"
_DECLARED_TOO: Final = "function_declarations"


def read_tools(body: At, format: FormatName, *, key: str = "tools") -> Iterator[Tool | HostedTool]:
    for at in body.objects(key):
        declared = [*at.objects(_DECLARED), *at.objects(_DECLARED_TOO)]
        if declared:
            yield from (_declared(each) for each in declared)
        else:
            yield read_tool(at, format)


def _declared(at: At) -> Tool:
    """A function as Google's clients declare it, in a list of their own within one tool."""
    plain = at.object("parametersJsonSchema")
    given = at.object("parameters")
    googles = None if given is None else json_schema(given.kept())
    return Tool(
        name=at.text("name"),
        description=at.text_or_none("description") or None,
        parameters=googles if plain is None else plain.kept(),
        path=at.path,
    )


def each_once(tools: Iterable[Tool | HostedTool]) -> tuple[Tool | HostedTool, ...]:
    """Of two tools of one name the later one counts, in the place of the first (A8)."""
    found: dict[str | int, Tool | HostedTool] = {}
    for number, tool in enumerate(tools):
        found[tool.name if isinstance(tool, Tool) else number] = tool
    return tuple(found.values())


def read_tool(at: At, format: FormatName) -> Tool | HostedTool:
    function, custom = at.object("function"), at.object("custom")
    kind = at.text_or_none("type")
    if function is not None:
        return _function(function, schema="parameters", outer=at)
    if at.has("input_schema"):
        return _function(at, schema="input_schema", outer=at)
    if kind == "custom":
        return _custom(custom or at)
    if kind == "function" or (kind is None and at.has("name")):
        return _function(at, schema="parameters", outer=at)
    if kind is None:
        raise Invalid(f"{at.path}: is no tool that we know")
    return HostedTool(format=format, value=at.kept(), path=at.path)


def _function(at: At, *, schema: str, outer: At) -> Tool:
    found = at.object(schema)
    return Tool(
        name=at.text("name"),
        description=at.text_or_none("description"),
        parameters=None if found is None else found.kept(),
        strict=at.flag("strict"),
        cache=cache_mark(outer),
        path=outer.path,
    )


def _custom(at: At) -> Tool:
    grammar = at.object("format")
    return Tool(
        name=at.text("name"),
        description=at.text_or_none("description"),
        custom=True,
        grammar=None if grammar is None else grammar.kept(),
        path=at.path,
    )


def read_tool_choice(body: At) -> ToolChoice | None:
    given = body.value.get("tool_choice")
    if isinstance(given, str):
        return _mode(given, body.where("tool_choice"))
    at = body.object("tool_choice")
    if at is None:
        return None
    match at.text_or_none("type"):
        case "function" | "custom" | "tool":
            inner = at.object("function") or at.object("custom") or at
            return _named(inner)
        case "allowed_tools":
            return _allowed(at.object("allowed_tools") or at)
        case None if at.has("function") or at.has("name"):
            return _named(at.object("function") or at)
        case kind:
            return _mode(kind or "", at.where("type"))


def _named(at: At) -> ToolChoice:
    name = at.text("name")
    if not name:
        raise Invalid(f"{at.where('name')}: is empty")
    return ToolChoice(mode="named", name=name)


def _allowed(at: At) -> ToolChoice:
    """One tool that must be called is a named one; a wider subset is all of them (A4.2)."""
    mode = _mode(at.text_or_none("mode") or "auto", at.where("mode"))
    tools = list(at.objects("tools"))
    if mode.mode == "required" and len(tools) == 1:
        only = tools[0].object("function") or tools[0].object("custom") or tools[0]
        return ToolChoice(mode="named", name=only.text("name"))
    return mode


def _mode(word: str, path: str) -> ToolChoice:
    match word:
        case "auto":
            return ToolChoice(mode="auto")
        case "none":
            return ToolChoice(mode="none")
        case "required" | "any":
            return ToolChoice(mode="required")
        case _:
            raise Invalid(f"{path}: there is no choice {word!r}")


def with_custom_calls(turn: Turn, custom: Mapping[str, Tool]) -> Turn:
    """Calls of free-text tools come back as functions from clients that know no others."""
    parts: tuple[Part, ...] = tuple(
        replace(part, custom=True, arguments=unwrapped(part.arguments))
        if isinstance(part, ToolCall) and part.name in custom and not part.custom
        else part
        for part in turn.parts
    )
    return turn if parts == turn.parts else replace(turn, parts=parts)
