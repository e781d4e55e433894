"""One look-up for all who come with the same key at the same time.

Tools open dozens of connections at once; asking the stores for each of them would make every
one of them wait. And what was known a moment ago lets traffic go on while a store is away.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, final

from application.ports.clock import Clock
from domain.errors import Unauthenticated, Unavailable
from domain.transactions.transaction import Payer

Admit = Callable[[str], Awaitable[Payer]]
"""Say on whose account a key's bearer calls. Raises `Unauthenticated`."""

FRESH: Final = timedelta(milliseconds=500)
"""How late a revocation may be noticed."""
TRUSTED: Final = timedelta(seconds=60)
"""How long a key stays good while nobody can be asked."""


@dataclass(frozen=True, slots=True)
class _Known:
    payer: Payer
    at: datetime


@final
class SharedAdmission:
    """Admits as `admit` does. Only good keys are remembered, by a digest."""

    def __init__(self, admit: Admit, *, clock: Clock) -> None:
        self._admit = admit
        self._clock = clock
        self._known: dict[bytes, _Known] = {}
        self._asking: dict[bytes, asyncio.Task[Payer]] = {}

    async def __call__(self, text: str) -> Payer:
        digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        known = self._known.get(digest)
        if known is not None and self._clock() - known.at < FRESH:
            return known.payer
        try:
            # A caller who leaves does not take the others' answer along.
            return await asyncio.shield(self._asked(digest, text))
        except Unavailable:
            if known is None or self._clock() - known.at > TRUSTED:
                raise
            return known.payer

    def _asked(self, digest: bytes, text: str) -> asyncio.Task[Payer]:
        task = self._asking.get(digest)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._ask(digest, text))
            task.add_done_callback(lambda done: self._answered(digest, done))
            self._asking[digest] = task
        return task

    async def _ask(self, digest: bytes, text: str) -> Payer:
        at = self._clock()
        try:
            payer = await self._admit(text)
        except Unauthenticated:
            self._known.pop(digest, None)
            raise
        self._known[digest] = _Known(payer, at)
        return payer

    def _answered(self, digest: bytes, task: asyncio.Task[Payer]) -> None:
        del self._asking[digest]
        if not task.cancelled():
            task.exception()  # looked at, also when all who asked are gone
