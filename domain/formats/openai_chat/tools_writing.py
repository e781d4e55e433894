"""Tools of a chat request (conversion A4)."""

from collections.abc import Iterator, Mapping, Sequence

from domain.formats.custom_tools import as_function, nested_grammar
from domain.formats.encoded import Losses
from domain.formats.forced_tools import refuse_missing
from domain.formats.openai_options import OpenAiDialect
from domain.formats.web_search import OPTIONS
from domain.json import Json, JsonObject
from domain.llm.prompt import HostedTool, Prompt, Tool, ToolChoice


def write_tools(
    prompt: Prompt, *, dialect: OpenAiDialect, names: Mapping[str, str], losses: Losses
) -> Iterator[tuple[str, Json]]:
    """`tools` and what belongs to them; nothing of it when there is none (an empty list is 400).

    Raises `Invalid` where a tool must be called that the server does not have.
    """
    refuse_missing(prompt, "openai_chat")
    yield from _search(prompt.tools, dialect, losses)
    tools = list(_tools(prompt.tools, dialect, names, losses))
    if not tools:
        return
    yield "tools", tools
    if prompt.tool_choice is not None:
        yield "tool_choice", _choice(prompt.tool_choice, prompt.tools, dialect, names)
    if prompt.parallel_tool_calls is not None:
        yield "parallel_tool_calls", prompt.parallel_tool_calls


def _tools(
    tools: Sequence[Tool | HostedTool],
    dialect: OpenAiDialect,
    names: Mapping[str, str],
    losses: Losses,
) -> Iterator[JsonObject]:
    for number, tool in enumerate(tools):
        if isinstance(tool, Tool):
            yield _tool(tool, names[tool.name], dialect)
        elif OPTIONS in tool.value:
            continue  # no tool there
        elif tool.format == "openai_chat":
            yield tool.value
        else:
            losses.note_one(tool, f"tools[{number}]", "runs at its own vendor only")


def _search(
    tools: Sequence[Tool | HostedTool], dialect: OpenAiDialect, losses: Losses
) -> Iterator[tuple[str, Json]]:
    for tool in tools:
        if isinstance(tool, HostedTool) and OPTIONS in tool.value:
            if dialect == "openai":
                yield OPTIONS, tool.value[OPTIONS]
            else:
                losses.note_one(tool, OPTIONS, "only OpenAI takes it")


def _tool(tool: Tool, name: str, dialect: OpenAiDialect) -> JsonObject:
    described: dict[str, Json] = {"name": name}
    if tool.custom and dialect == "openai":
        if tool.description is not None:
            described["description"] = tool.description
        if tool.grammar is not None:
            described["format"] = nested_grammar(tool.grammar)
        return {"type": "custom", "custom": described}
    function = as_function(tool) if tool.custom else tool
    if function.description is not None:
        described["description"] = function.description
    described["parameters"] = function.parameters or {"type": "object", "properties": {}}
    if function.strict is not None:
        described["strict"] = function.strict
    return {"type": "function", "function": described}


def _choice(
    choice: ToolChoice,
    tools: Sequence[Tool | HostedTool],
    dialect: OpenAiDialect,
    names: Mapping[str, str],
) -> Json:
    if choice.mode != "named":
        return choice.mode
    wanted = choice.name or ""
    custom = any(isinstance(tool, Tool) and tool.custom and tool.name == wanted for tool in tools)
    kind = "custom" if custom and dialect == "openai" else "function"
    return {"type": kind, kind: {"name": names.get(wanted, wanted)}}
