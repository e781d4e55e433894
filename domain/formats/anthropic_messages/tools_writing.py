"""Tools of an Anthropic request, and the choice among them (conversion A4)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.formats.anthropic_messages.caching import Block, mark
from domain.formats.anthropic_messages.schema import tool_schema
from domain.formats.custom_tools import as_function
from domain.formats.encoded import Losses
from domain.formats.forced_tools import refuse_missing
from domain.formats.web_search import ANTHROPIC_S_NAME, for_anthropic, is_search
from domain.json import Json
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import HostedTool, Prompt, Tool, ToolCall, ToolChoice, Turn

_CHOICES: Final = {"auto": "auto", "none": "none", "required": "any"}


def write_tools(
    tools: Sequence[Tool | HostedTool],
    names: Mapping[str, str],
    losses: Losses,
    *,
    searches: bool = False,
) -> Iterator[Block]:
    """`searches`: the operator lets Anthropic search the web for clients of other vendors."""
    searches = searches and ANTHROPIC_S_NAME not in names.values()
    for number, tool in enumerate(tools):
        if isinstance(tool, Tool):
            yield _tool(tool, names[tool.name])
        elif tool.format == "anthropic_messages":
            yield dict(tool.value)
        elif searches and is_search(tool):
            searches = False  # of one name there is one tool
            yield for_anthropic(tool)
        else:
            losses.note_one(tool, f"tools[{number}]", "runs at its own vendor only")


def _tool(given: Tool, name: str) -> Block:
    tool = as_function(given) if given.custom else given
    written: Block = {"name": name}
    if tool.description:
        written["description"] = tool.description
    written["input_schema"] = tool_schema(tool.parameters)
    if tool.strict:
        written["strict"] = True
    return mark(written, tool.cache)


def tools_of_history(turns: Sequence[Turn], names: Mapping[str, str]) -> Iterator[Block]:
    """Calls need definitions, even of tools that are offered no more; by first use (A3.6)."""
    called = (part.name for turn in turns for part in turn.parts if isinstance(part, ToolCall))
    for name in dict.fromkeys(called):
        yield {"name": names[name], "input_schema": tool_schema(None)}


def write_choice(
    prompt: Prompt, names: Mapping[str, str], capabilities: Capabilities, losses: Losses
) -> Block | None:
    """`None` when nothing has to be said.

    Raises `Invalid` where a tool must be called that Anthropic does not have.
    """
    refuse_missing(prompt, "anthropic_messages")
    choice = prompt.tool_choice
    alone = prompt.parallel_tool_calls is False
    if choice is None and not alone:
        return None
    written = _choice(choice or ToolChoice(mode="auto"), names, capabilities, losses)
    if alone and written["type"] != "none":
        written["disable_parallel_tool_use"] = True
    return written


def _choice(
    choice: ToolChoice, names: Mapping[str, str], capabilities: Capabilities, losses: Losses
) -> dict[str, Json]:
    if choice.mode in {"required", "named"} and not capabilities.forced_tool:
        losses.note("tool_choice", "the model cannot be made to call a tool")
        return {"type": "auto"}
    if choice.mode == "named":
        wanted = choice.name or ""
        return {"type": "tool", "name": names.get(wanted, wanted)}
    return {"type": _CHOICES[choice.mode]}
