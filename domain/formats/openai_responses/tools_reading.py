"""Tools of a responses request: flat ones, groups of them, and those that come later (A4, A8).

A tool of a group gets a name of its own, `group__tool`, which every vendor can be told.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeGuard

from domain.formats.reading import At
from domain.formats.tools_reading import read_tool
from domain.llm.namespace import Namespace
from domain.llm.prompt import HostedTool, Tool

_LATER: Final = frozenset({"additional_tools", "tool_search_output"})
"""Items that bring tools in the middle of a conversation."""


@dataclass(frozen=True, slots=True)
class Tools:
    """All tools of a request, each name once."""

    all: tuple[Tool | HostedTool, ...] = ()
    by_name: Mapping[str, Tool] = field(default_factory=dict[str, Tool])

    @property
    def namespaces(self) -> Mapping[str, Namespace]:
        """Groups by the unique names of their tools."""
        return {name: tool.namespace for name, tool in self.by_name.items() if tool.namespace}

    @property
    def custom(self) -> Mapping[str, Tool]:
        return {name: tool for name, tool in self.by_name.items() if tool.custom}

    def called(self, name: str, namespace: str | None) -> str:
        """The unique name of the tool that a call in the history means."""
        if not namespace:
            return name
        known = self.namespaces.items()
        found = (unique for unique, group in known if (group.name, group.tool) == (namespace, name))
        return next(found, qualified(namespace, name))


def qualified(namespace: str, tool: str) -> str:
    return f"{namespace}__{tool}"


def read_tools(body: At) -> Tools:
    """Of two tools of one name the later one counts, in the place of the first."""
    found: dict[tuple[str | None, str], Tool | HostedTool] = {}
    for number, tool in enumerate(tool for at in _given(body) for tool in _read(at)):
        if isinstance(tool, HostedTool):
            found[None, str(number)] = tool
        else:
            found[tool.namespace.name if tool.namespace else "", tool.name] = tool
    by_name = {tool.name: tool for tool in found.values() if _is_flat(tool)}
    tools: list[Tool | HostedTool] = []
    for tool in found.values():
        if isinstance(tool, Tool) and tool.namespace:
            named = _named(tool, tool.namespace, by_name)
            by_name[named.name] = named
            tools.append(named)
        else:
            tools.append(tool)
    return Tools(tuple(tools), by_name)


def _given(body: At) -> Iterator[At]:
    yield from body.objects("tools")
    if not isinstance(body.value.get("input"), str):
        for item in body.objects("input"):
            if item.text_or_none("type") in _LATER:
                yield from item.objects("tools")


def _read(at: At) -> Iterator[Tool | HostedTool]:
    if at.value.get("type") != "namespace":
        yield read_tool(at, "openai_responses")
        return
    name, description = at.text("name"), at.text_or_none("description") or ""
    for inner in at.objects("tools"):
        tool = read_tool(inner, "openai_responses")
        if isinstance(tool, Tool):
            group = Namespace(name=name, tool=tool.name, description=description)
            yield replace(tool, namespace=group)
        else:
            yield tool


def _is_flat(tool: Tool | HostedTool) -> TypeGuard[Tool]:
    return isinstance(tool, Tool) and tool.namespace is None


def _named(tool: Tool, group: Namespace, taken: Container[str]) -> Tool:
    name = qualified(group.name, group.tool)
    while name in taken:
        name += "_"
    return replace(tool, name=name)
