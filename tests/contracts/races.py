"""Many tries at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable

from domain.errors import Conflict

MANY = 20


async def winners(attempt: Callable[[int], Awaitable[object]]) -> int:
    """How many of the tries went through; all others must be conflicts, and nothing worse."""
    outcomes = await asyncio.gather(*map(_attempt(attempt), range(MANY)))
    return sum(outcomes)


def _attempt(attempt: Callable[[int], Awaitable[object]]) -> Callable[[int], Awaitable[bool]]:
    async def one(number: int) -> bool:
        try:
            await attempt(number)
        except Conflict:
            return False
        return True

    return one
