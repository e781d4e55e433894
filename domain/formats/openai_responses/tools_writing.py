"""Tools of a responses request, and the choice among them (conversion A4).

Servers that only speak the format know functions alone: groups are written flat there, free text
as a function of one string.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.formats.custom_tools import as_function, flat_grammar
from domain.formats.encoded import Losses
from domain.formats.forced_tools import refuse_missing
from domain.formats.openai_options import OpenAiDialect
from domain.formats.openai_responses.tools_reading import qualified
from domain.formats.tool_words import ToolWords, tool_names
from domain.formats.web_search import for_responses, is_search
from domain.json import Json, JsonObject
from domain.llm.prompt import HostedTool, Prompt, Tool, ToolCall, ToolChoice, Turn


@dataclass(frozen=True, slots=True)
class Names:
    """The client's tool names in the members that name a tool here: `name`, and its group.

    `wrapped` are those of free text that go out as functions.
    """

    members: Mapping[str, JsonObject]
    wrapped: frozenset[str] = frozenset()

    @property
    def words(self) -> ToolWords:
        """The way back, for calls in the answer."""
        there = {_unique(members): name for name, members in self.members.items()}
        return ToolWords(
            names={word: name for word, name in there.items() if word != name},
            custom=frozenset(_unique(self.members[name]) for name in self.wrapped),
        )


def names_of(prompt: Prompt, turns: Sequence[Turn], dialect: OpenAiDialect) -> Names:
    tools = [tool for tool in prompt.tools if isinstance(tool, Tool)]
    called = [p for turn in turns for p in turn.parts if isinstance(p, ToolCall)]
    if dialect == "compatible":
        flat = tool_names((*(tool.name for tool in tools), *(call.name for call in called)))
        return Names(
            {name: {"name": legal} for name, legal in flat.items()},
            frozenset(
                (
                    *(tool.name for tool in tools if tool.custom),
                    *(call.name for call in called if call.custom),
                )
            ),
        )
    return Names(_within_groups(tools, called))


def _within_groups(tools: Sequence[Tool], calls: Sequence[ToolCall]) -> Mapping[str, JsonObject]:
    groups = {tool.name: tool.namespace for tool in tools if tool.namespace}
    named = (*(tool.name for tool in tools), *(call.name for call in calls))
    flat = (name for name in named if name not in groups)
    members: dict[str, JsonObject] = {
        name: {"name": legal} for name, legal in tool_names(flat).items()
    }
    legal_groups = tool_names(group.name for group in groups.values())
    within: dict[str, list[str]] = {}
    for group in groups.values():
        within.setdefault(group.name, []).append(group.tool)
    legal = {name: tool_names(inner) for name, inner in within.items()}
    for name, group in groups.items():
        inner = legal[group.name][group.tool]
        members[name] = {"name": inner, "namespace": legal_groups[group.name]}
    return members


def _unique(members: JsonObject) -> str:
    name, group = str(members["name"]), members.get("namespace")
    return name if group is None else qualified(str(group), name)


def write_tools(
    prompt: Prompt, names: Names, dialect: OpenAiDialect, losses: Losses
) -> Iterator[tuple[str, Json]]:
    """`tools` and what belongs to them; nothing of it when there is none.

    Raises `Invalid` where a tool must be called that the server does not have.
    """
    refuse_missing(prompt, "openai_responses" if dialect == "openai" else None)
    tools = list(_tools(prompt.tools, names, dialect, losses))
    if not tools:
        return
    yield "tools", tools
    if prompt.tool_choice is not None:
        yield "tool_choice", _choice(prompt.tool_choice, prompt.tools, names)
    if prompt.parallel_tool_calls is not None:
        yield "parallel_tool_calls", prompt.parallel_tool_calls


def _tools(
    tools: Sequence[Tool | HostedTool], names: Names, dialect: OpenAiDialect, losses: Losses
) -> Iterator[JsonObject]:
    """A group stands where the first of its tools stood."""
    groups: dict[str, list[JsonObject]] = {}
    for number, tool in enumerate(tools):
        if isinstance(tool, HostedTool):
            if tool.format == "openai_responses" and dialect == "openai":
                yield tool.value
            elif dialect == "openai" and is_search(tool):
                yield for_responses(tool)
            else:
                losses.note_one(tool, f"tools[{number}]", "runs at its own vendor only")
            continue
        members = names.members[tool.name]
        wrapped = tool.name in names.wrapped
        written = _tool(as_function(tool) if wrapped else tool, str(members["name"]))
        if tool.namespace is None or "namespace" not in members:
            yield written
        elif (name := str(members["namespace"])) in groups:
            groups[name].append(written)
        else:
            groups[name] = [written]
            described = tool.namespace.description
            group: JsonObject = {"type": "namespace", "name": name, "description": described}
            yield {**group, "tools": groups[name]}


def _tool(tool: Tool, name: str) -> JsonObject:
    written: dict[str, Json] = {"type": "custom" if tool.custom else "function", "name": name}
    if tool.description is not None:
        written["description"] = tool.description
    if not tool.custom:
        written["parameters"] = tool.parameters or {"type": "object", "properties": {}}
        written["strict"] = tool.strict or False  # left out, it would be strict
    elif tool.grammar is not None:
        written["format"] = flat_grammar(tool.grammar)
    return written


def _choice(choice: ToolChoice, tools: Sequence[Tool | HostedTool], names: Names) -> Json:
    if choice.mode == "hosted":
        return choice.hosted
    if choice.mode != "named":
        return choice.mode
    wanted = choice.name or ""
    custom = any(isinstance(tool, Tool) and tool.custom and tool.name == wanted for tool in tools)
    members = names.members.get(wanted, {"name": wanted})
    free = custom and wanted not in names.wrapped
    return {"type": "custom" if free else "function", **members}
