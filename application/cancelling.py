"""Ending tasks for sure."""

import asyncio
from collections.abc import Iterable
from typing import Final, TypeVar

Result = TypeVar("Result")

_AGAIN_S: Final = 0.2


async def cancel(tasks: Iterable[asyncio.Task[Result]], *, again_s: float = _AGAIN_S) -> None:
    """Return when all have ended.

    One cancellation is not always enough: Python 3.11's `wait_for`, which drivers use, may
    swallow it when what it waits for ends at the same moment.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=again_s)
