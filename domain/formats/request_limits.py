"""How large a request may be, before anybody works on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.json import Json, JsonObject, listed

_LISTS: Final = ("messages", "input", "contents")
"""What the formats call the turns of a conversation."""
_WITHIN: Final = ("functionDeclarations", "function_declarations", "tools")
"""Where one tool holds many: Google's clients declare all of their functions so, Codex groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """`body_bytes` is checked while a body comes, the rest by `check`."""

    body_bytes: int = 20 * 1024 * 1024
    depth: int = 100
    messages: int = 2_000
    tools: int = 512

    def check(self, body: JsonObject) -> None:
        """Raise `Invalid`, naming what is too much."""
        for name in _LISTS:
            self._count(body, name, self.messages)
        self._check_count("tools", _tools(body), self.tools)
        self.check_depth(body)

    def check_depth(self, body: JsonObject) -> None:
        """Raise `Invalid` for what is nested too deeply."""
        if _is_deeper(body, self.depth):
            raise Invalid(f"the body is nested deeper than {self.depth} levels")

    def _count(self, body: JsonObject, name: str, most: int) -> None:
        self._check_count(name, len(listed(body.get(name))), most)

    def _check_count(self, name: str, count: int, most: int) -> None:
        if count > most:
            raise Invalid(f"{name}: has {count:,} entries, {most:,} are possible")


def _tools(body: JsonObject) -> int:
    """Those of the request, and those that Codex brings among the items of its input."""
    holders = [body, *(item for item in listed(body.get("input")) if isinstance(item, Mapping))]
    return sum(max(1, _within(tool)) for holder in holders for tool in listed(holder.get("tools")))


def _within(tool: Json) -> int:
    return sum(len(listed(tool.get(key))) for key in _WITHIN) if isinstance(tool, Mapping) else 0


def _is_deeper(value: Json, depth: int) -> bool:
    """Level by level, so that no nesting can exhaust the stack."""
    level: list[Json] = [value]
    for _ in range(depth + 1):
        deeper: list[Json] = []
        for each in level:
            # What was read from JSON has these two types alone, and names them at once.
            within = each.values() if isinstance(each, dict) else _within_others(each)
            deeper += [inner for inner in within if isinstance(inner, _NESTED)]
        level = deeper
        if not level:
            return False
    return True


_NESTED: Final = (dict, list, Mapping)


def _within_others(value: Json) -> Iterable[Json]:
    if isinstance(value, list):
        return value
    return value.values() if isinstance(value, Mapping) else ()
