"""Tools and the choice among them; each by its own shape, whatever the endpoint (A0.2, A4)."""

from collections.abc import Iterator, Sequence

from domain.errors import Invalid
from domain.formats.openai_chat.turns_reading import cache_mark
from domain.formats.reading import At
from domain.json import Json, JsonObject
from domain.llm.prompt import HostedTool, Tool, ToolChoice


def read_tools(body: At) -> Iterator[Tool | HostedTool]:
    for at in body.objects("tools"):
        function, custom = at.object("function"), at.object("custom")
        kind = at.text_or_none("type")
        if function is not None:
            yield _function(function, schema="parameters", outer=at)
        elif at.has("input_schema"):
            yield _function(at, schema="input_schema", outer=at)
        elif kind == "custom":
            yield _custom(custom or at)
        elif kind in {"function", None} and at.has("name"):
            yield _function(at, schema="parameters", outer=at)
        elif kind is not None:
            yield HostedTool(format="openai_chat", value=at.value)
        else:
            raise Invalid(f"{at.path}: is no tool that we know")


def _function(at: At, *, schema: str, outer: At) -> Tool:
    found = at.object(schema)
    return Tool(
        name=at.text("name"),
        description=at.text_or_none("description"),
        parameters=None if found is None else found.value,
        strict=at.flag("strict"),
        cache=cache_mark(outer),
    )


def _custom(at: At) -> Tool:
    grammar = at.object("format")
    return Tool(
        name=at.text("name"),
        description=at.text_or_none("description"),
        custom=True,
        grammar=None if grammar is None else grammar.value,
    )


def read_tool_choice(body: At) -> ToolChoice | None:
    given = body.value.get("tool_choice")
    if given is None or isinstance(given, str):
        return None if given is None else _mode(given)
    at = body.object("tool_choice")
    assert at is not None
    inner = at.object("function") or at.object("custom") or at
    match at.text("type"):
        case "function" | "custom" | "tool":
            return ToolChoice(mode="named", name=inner.text("name"))
        case kind:
            return _mode(kind)


def _mode(word: str) -> ToolChoice:
    match word:
        case "auto":
            return ToolChoice(mode="auto")
        case "none":
            return ToolChoice(mode="none")
        case "required" | "any":
            return ToolChoice(mode="required")
        case _:
            raise Invalid(f"tool_choice: there is no choice {word!r}")


def write_tools(tools: Sequence[Tool | HostedTool]) -> Sequence[Json]:
    """Another vendor's hosted tools are left out."""
    return [_write(tool) for tool in tools if isinstance(tool, Tool) or _is_ours(tool)]


def _is_ours(tool: HostedTool) -> bool:
    return tool.format == "openai_chat"


def _write(tool: Tool | HostedTool) -> JsonObject:
    if isinstance(tool, HostedTool):
        return tool.value
    described: dict[str, Json] = {"name": tool.name}
    if tool.description is not None:
        described["description"] = tool.description
    if tool.custom:
        if tool.grammar is not None:
            described["format"] = tool.grammar
        return {"type": "custom", "custom": described}
    described["parameters"] = tool.parameters or {"type": "object", "properties": {}}
    if tool.strict is not None:
        described["strict"] = tool.strict
    return {"type": "function", "function": described}


def write_tool_choice(choice: ToolChoice) -> Json:
    if choice.mode == "named":
        return {"type": "function", "function": {"name": choice.name}}
    return choice.mode
