"""Clients that ask what they want, and stay or go away."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpx2

from tests.integration.governance.site import Site
from tests.integration.soak.plan import Want
from tests.upstream.mode import Mode
from tests.upstream.wire import Exchange

AT_ONCE = 16
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Played:
    """A request as the provider had it, and how it behaved."""

    want: Want
    exchange: Exchange
    mode: Mode


@dataclass
class Clients:
    """`played` is the provider's own record; `statuses` what clients were told, 0 for nothing."""

    site: Site
    keys: list[str]
    wants: dict[str, Want] = field(default_factory=dict[str, Want])
    played: list[Played] = field(default_factory=list[Played])
    statuses: dict[str, int] = field(default_factory=dict[str, int])

    def decide(self, exchange: Exchange) -> Mode | None:
        want = self.wants[exchange.headers["x-request-id"].rpartition("-")[0]]
        mode = want.next_mode()
        self.played.append(Played(want, exchange, mode))
        return mode

    async def ask_all(self, wants: Iterable[Want], *, relays: tuple[int, ...] = (0, 1)) -> None:
        """Many at once; those that wait do so until their relay dies."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def ask(want: Want) -> None:
            async with turn:
                self.statuses[want.id] = await self._ask(want, relays[want.number % len(relays)])

        async with asyncio.timeout(300):
            await asyncio.gather(*(ask(want) for want in wants))

    async def _ask(self, want: Want, relay: int) -> int:
        self.wants[want.id] = want
        asking = asyncio.ensure_future(self._hear(want, relay))
        if want.leaves_after == 0 and not want.waits:
            reaching = asyncio.ensure_future(want.reached.wait())
            await asyncio.wait({asking, reaching}, return_when=asyncio.FIRST_COMPLETED)
            reaching.cancel()
            asking.cancel()
            await asyncio.wait({asking, reaching})
        try:
            return await asking
        except (asyncio.CancelledError, httpx2.TransportError):
            return 0

    async def _hear(self, want: Want, relay: int) -> int:
        """An answer that is not read to its end closes its connection."""
        headers = {
            "authorization": f"Bearer {self.keys[want.key]}",
            "x-request-id": want.id,
        }
        url = self.site.url(relay) + want.path
        asking = self.site.client.stream(
            "POST", url, json=want.body, headers=headers, timeout=PATIENCE_S
        )
        async with asking as answer:
            heard = b""
            async for piece in answer.aiter_raw():
                heard += piece
                if want.leaves_after and not want.waits:
                    last = want.words[want.leaves_after - 1].encode()
                    if last in heard:
                        return answer.status_code
            return answer.status_code
