"""At most four cache marks, long-lived ones first (conversion A8).

Marks say nothing to the model, so that moving them changes no prefix.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from domain.json import Json
from domain.llm.prompt import CacheMark

Block = dict[str, Json]
_MARKS_MAX: Final = 4


def mark(block: Block, cache: CacheMark | None) -> Block:
    if cache is None:
        return block
    written: dict[str, Json] = {"type": "ephemeral"}
    if cache.ttl is not None:
        written["ttl"] = cache.ttl
    return {**block, "cache_control": written}


def limit_marks(
    *, tools: Sequence[Block], system: Sequence[Block], messages: Sequence[Block]
) -> None:
    """Keep the last mark of the tools, of the system, and the last of the messages."""
    marked = [[b for b in blocks if "cache_control" in b] for blocks in (tools, system, messages)]
    if sum(map(len, marked)) > _MARKS_MAX:
        first = [*marked[0][-1:], *marked[1][-1:]]
        last = marked[2][-(_MARKS_MAX - len(first)) :]
        spare = _MARKS_MAX - len(first) - len(last)
        more = [*marked[0][:-1], *marked[1][:-1]]
        kept = {id(block) for block in (*first, *last, *(more[-spare:] if spare else ()))}
        for block in (block for blocks in marked for block in blocks):
            if id(block) not in kept:
                del block["cache_control"]
    _shorten(block for blocks in (tools, system, messages) for block in blocks)


def _shorten(blocks: Iterable[Block]) -> None:
    """A mark for an hour may not come after one for five minutes."""
    short = False
    for block in blocks:
        found = block.get("cache_control")
        if isinstance(found, dict):
            if short and found.get("ttl") == "1h":
                block["cache_control"] = {"type": "ephemeral"}
            short = short or found.get("ttl") != "1h"
