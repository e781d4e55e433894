"""Names and ids of tools, as a vendor allows them, and back (conversion A3.4, A4.1).

All functions depend on their input alone, so that a longer history changes no earlier word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

ANSWER_TOOL: Final = "json_tool_call"
"""Stands for a JSON answer where a model has no other way to promise one."""
NAME_LENGTH_MAX: Final = 64
_ILLEGAL: Final = re.compile(r"[^a-zA-Z0-9_-]")
_LETTER_FIRST: Final = re.compile(r"[a-zA-Z_]")
_TAIL: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolWords:
    """How one request's tools are called upstream.

    `names` leads from the vendor's name to the client's, where they differ. `custom` are the
    vendor's names of free-text tools that went out as functions of one string, `input`.
    `answers` says that a call of `ANSWER_TOOL` is the answer itself.
    """

    names: Mapping[str, str] = field(default_factory=dict[str, str])
    custom: frozenset[str] = frozenset()
    answers: bool = False

    @property
    def plain(self) -> bool:
        return not (self.names or self.custom or self.answers)


AS_THEY_ARE: Final = ToolWords()


def tool_names(
    names: Iterable[str], *, limit: int = NAME_LENGTH_MAX, letter_first: bool = False
) -> dict[str, str]:
    """From the client's name to a legal one, each different; earlier names win."""
    legal: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if name not in legal:
            cleaned = _ILLEGAL.sub("_", name) or "tool"
            if letter_first and not _LETTER_FIRST.match(cleaned):
                cleaned = f"_{cleaned}"
            legal[name] = _free(cleaned, taken, limit)
            taken.add(legal[name])
    return legal


def _free(wanted: str, taken: set[str], limit: int) -> str:
    found = shortened(wanted, limit)
    number = 1
    while found in taken:
        number += 1
        found = shortened(f"{wanted}_{number}", limit)
    return found


def tool_id(id: str, *, limit: int) -> str:
    """Legal for every vendor, and the same for a call and its result."""
    cleaned = _ILLEGAL.sub("_", id)
    return shortened(id if cleaned == id else f"{cleaned}_{_digest(id)}", limit)


def shortened(word: str, limit: int) -> str:
    """Cut to `limit`, and still different from every other word that begins alike."""
    return word if len(word) <= limit else f"{word[: limit - _TAIL]}_{_digest(word)}"


def _digest(word: str) -> str:
    return sha256(word.encode("utf-8", "surrogatepass")).hexdigest()[:8]
