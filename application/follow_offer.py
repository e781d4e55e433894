"""Every instance serves the offer as it was changed last: it is told, and looks for itself too."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeAlias, final

from application.cancelling import cancel
from application.ports.changes import Changes
from application.ports.offers import Offers
from domain.catalog.offer import Offer
from domain.errors import Invalid, Unavailable

LOOK_EVERY_S: Final = 1.0
Serve: TypeAlias = Callable[[Offer], None]
"""From now on serve this offer. Raises `Invalid` for one that cannot be; then the old one stays."""
_SUBJECT: Final = "offer:"


@final
class FollowOffer:
    def __init__(
        self, *, offers: Offers, changes: Changes, serve: Serve, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        self._offers = offers
        self._changes = changes
        self._serve = serve
        self._look_every_s = look_every_s
        self._told = asyncio.Event()
        self._seen = 0

    async def look(self) -> None:
        """Once. A store that is away, or an offer that makes no sense here, changes nothing."""
        with suppress(Unavailable, Invalid):
            offer = await self._offers.current()
            if offer.version != self._seen:
                self._seen = offer.version
                self._serve(offer)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        await self.look()
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(self._listen()), loop.create_task(self._look_again())]
        try:
            yield
        finally:
            await cancel(tasks)

    async def _listen(self) -> None:
        async for change in self._changes.listen():
            if change.subject.startswith(_SUBJECT):
                self._told.set()

    async def _look_again(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_every_s):
                    await self._told.wait()
            self._told.clear()
            await self.look()
