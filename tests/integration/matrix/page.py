"""The page that shows every cell."""

from collections.abc import Iterable, Mapping
from typing import Final

from tests.integration.matrix.programs import Cell, Program

UPSTREAMS: Final = {
    "openai": "Chat Completions",
    "openai_responses": "Responses",
    "anthropic": "Messages",
    "google": "generateContent",
}
"""The provider's name in the tests, and the format that it speaks."""
_HEAD: Final = """\
# Which client works on which model

Each official SDK does each task on an upstream of each format, through a real relay on real stores. This page is
written by those tests (`make matrix`), and the tests fail when it is not what they see.

✓ done as with the vendor itself · ✗ not done
"""
_MEANINGS: Final = """\
## The tasks

| task | what is done |
| --- | --- |
| text | a whole answer, its end and its token counts |
| text, streamed | the same in pieces that fold to the same answer, with token counts |
| parallel tools | two calls in one answer, their arguments; the results are handed back with the history |
| parallel tools, streamed | the same from a stream |
| image | an inline image arrives as an image |
| thinking | what the model thought stands where the client's format has it, apart from the answer |
| structured output | an answer by a JSON Schema |
| error | a rate limit of the upstream is the SDK's own rate limit error, with the upstream's words |
| broken stream | an upstream that fails in the middle is an error for the client, never a clean end |
| disconnect | a client that leaves in the middle stops the upstream |
"""


def page(seen: Mapping[Program, Iterable[Cell]]) -> str:
    parts = [_HEAD, _MEANINGS]
    for program, cells in seen.items():
        parts.append(_table(program, list(cells)))
    return "\n".join(parts)


def _table(program: Program, cells: list[Cell]) -> str:
    done = {(cell.task, cell.upstream): cell.problem is None for cell in cells}
    tasks = dict.fromkeys(cell.task for cell in cells)
    head = " | ".join(["task", *UPSTREAMS.values()])
    rows = [
        " | ".join([task, *("✓" if done[task, upstream] else "✗" for upstream in UPSTREAMS)])
        for task in tasks
    ]
    ruler = " | ".join(["---"] * (1 + len(UPSTREAMS)))
    lines = [f"## {program.name}", "", *(f"| {row} |" for row in (head, ruler, *rows)), ""]
    return "\n".join(lines)
