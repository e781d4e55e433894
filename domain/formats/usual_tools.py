"""Function tools of a chat request in Anthropic's words, read by the codecs themselves.

Coding tools send the same twenty tools with every request: they are converted once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.formats.anthropic_messages.tools_writing import write_tools
from domain.formats.encoded import Losses
from domain.formats.reading import At
from domain.formats.tool_words import tool_names
from domain.formats.tools_reading import each_once, read_tools
from domain.json import Json
from domain.llm.prompt import Prompt, Tool
from domain.transactions.estimate import estimate_input

_TOOL: Final = dict.fromkeys(("type", "function")).keys()
_FUNCTION: Final = frozenset({"name", "description", "parameters", "strict"})
_EXACT_MAX: Final = 2.0**53
"""Beyond this a number may have been an integer that somebody read as a float."""


@dataclass(frozen=True, slots=True)
class UsualTools:
    """`tokens` as we estimate them; `depth` is how deep they lie in the whole body."""

    blocks: tuple[Mapping[str, Json], ...]
    tokens: int
    depth: int


def usual_tools(given: Json) -> UsualTools | None:
    """`None` unless all of them are functions, under names that both vendors take."""
    if not isinstance(given, list) or not all(map(_is_usual, given)) or not given:
        return None
    try:
        tools = each_once(read_tools(At({"tools": given}), "openai_chat"))
    except Invalid:
        return None
    names = tool_names(tool.name for tool in tools if isinstance(tool, Tool))
    if any(name != legal for name, legal in names.items()):
        return None
    blocks = tuple(write_tools(tools, names, Losses()))
    tokens = estimate_input(Prompt(turns=(), tools=tools))
    return UsualTools(blocks, tokens, depth=_depth(given))


def _is_usual(tool: Json) -> bool:
    if not isinstance(tool, dict) or tool.keys() != _TOOL:
        return False
    function = tool["function"]
    if tool["type"] != "function" or not isinstance(function, dict):
        return False
    return function.keys() <= _FUNCTION and _is_exact(function)


def _depth(value: Json) -> int:
    within = value.values() if isinstance(value, Mapping) else value
    if not isinstance(within, Iterable) or isinstance(within, str):
        return 0
    return 1 + max(map(_depth, within), default=0)


def _is_exact(value: Json) -> bool:
    if isinstance(value, float):
        return abs(value) < _EXACT_MAX
    if isinstance(value, Mapping):
        return all(map(_is_exact, value.values()))
    return all(map(_is_exact, value)) if isinstance(value, list) else True
