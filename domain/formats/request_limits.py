"""How large a request may be, before anybody works on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.json import Json, JsonObject

_LISTS: Final = ("messages", "input", "contents")
"""What the formats call the turns of a conversation."""


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
        self._count(body, "tools", self.tools)
        if _is_deeper(body, self.depth):
            raise Invalid(f"the body is nested deeper than {self.depth} levels")

    def _count(self, body: JsonObject, name: str, most: int) -> None:
        found = body.get(name)
        if isinstance(found, Sequence) and not isinstance(found, str) and len(found) > most:
            raise Invalid(f"{name}: has {len(found):,} entries, {most:,} are possible")


def _is_deeper(value: Json, depth: int) -> bool:
    """Level by level, so that no nesting can exhaust the stack."""
    level: list[Json] = [value]
    for _ in range(depth + 1):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: Json) -> Sequence[Json]:
    if isinstance(value, Mapping):
        return [inner for inner in value.values() if isinstance(inner, Mapping | list)]
    if isinstance(value, list):
        return [inner for inner in value if isinstance(inner, Mapping | list)]
    return ()
