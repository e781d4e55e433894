"""What every client program of the matrix does: each task on each upstream, a line each.

Usage: `PROGRAM URL KEY UPSTREAM…`. A line is `{"upstream", "task", "problem"}`; no problem is null.
These programs run in environments of their own: they import nothing but their SDK and this.
"""

import asyncio
import json
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

WORDS = "one two three four"
MANY_WORDS = "word " * 400
"""What `fake-slow` takes twenty seconds to say."""
RED_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
CITY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
ZURICH = {"city": "Zürich"}
WRITTEN_ZURICH = json.dumps(ZURICH, ensure_ascii=False)

Task = Callable[[str], Awaitable[None]]


def same(given: object, expected: object) -> None:
    if given != expected:
        raise AssertionError(f"{given!r} is not {expected!r}")


async def report(tasks: Mapping[str, Task]) -> None:
    """`tasks` take the beginning of a model's name, such as `anthropic/`."""
    for upstream in sys.argv[3:]:
        for name, task in tasks.items():
            problem = await _problem(task, f"{upstream}/")
            line = {"upstream": upstream, "task": name, "problem": problem}
            print(json.dumps(line), flush=True)


async def _problem(task: Task, models: str) -> str | None:
    try:
        async with asyncio.timeout(30):
            await task(models)
    except Exception:  # whatever an SDK may raise
        return traceback.format_exc(limit=-4)
    return None
