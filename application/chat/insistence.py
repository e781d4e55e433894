"""Trying again while a store is away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from domain.errors import Unavailable

Result = TypeVar("Result")

PAUSES_S: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)


async def insist(
    work: Callable[[], Awaitable[Result]], *, pauses_s: Sequence[float] = PAUSES_S
) -> Result:
    """Raise `Unavailable` only when the store is still away after the last pause."""
    for pause_s in pauses_s:
        try:
            return await work()
        except Unavailable:
            await asyncio.sleep(pause_s)
    return await work()
