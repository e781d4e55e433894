"""Taking what a call needs before it is made, and giving back what it did not use.

A claim stays taken for a few seconds unless this process says that the call goes on. What was
used is noted beside the requests, again and again while the store is away.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from application.cancelling import cancel
from application.ports.allowances import LEASE, Allowances, Settlement, Unseeded
from application.ports.spending import Spending
from domain.allowances.claim import Claim, Fund, Taken
from domain.errors import Unavailable
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Transaction

KEEP_EVERY_S: Final = LEASE.total_seconds() / 4
_UNSETTLED_MAX: Final = 100_000
_LAST_S: Final = 2.0


class Allowing:
    def __init__(
        self,
        *,
        allowances: Allowances,
        spending: Spending,
        keep_every_s: float = KEEP_EVERY_S,
    ) -> None:
        self._allowances = allowances
        self._spending = spending
        self._keep_every_s = keep_every_s
        self._open: dict[str, Taken] = {}
        self._ended: list[Settlement] = []
        self._unsettled: deque[Settlement] = deque(maxlen=_UNSETTLED_MAX)
        self._settling: asyncio.Task[None] | None = None
        self._summing: dict[str, asyncio.Task[NanoUsd]] = {}

    async def take(self, claim: Claim) -> Taken:
        """Raises `OverLimit`, `OutOfFunds`; `Unavailable` when nobody knows what was spent."""
        if claim.is_empty:
            return Taken(claim=claim)
        try:
            taken = await self._allowances.take(claim, spent={})
        except Unseeded as unseeded:
            spent = {fund.name: await self._spent_of(fund) for fund in unseeded.funds}
            taken = await self._allowances.take(claim, spent=spent)
        self._open[claim.request] = taken
        return taken

    async def _spent_of(self, fund: Fund) -> NanoUsd:
        """Asked of the books once for all who need it at the same time: hundreds may, at first."""
        summing = self._summing.get(fund.name)
        if summing is None:
            summing = asyncio.get_running_loop().create_task(self._spending.of(fund))
            summing.add_done_callback(lambda done: self._summed(fund.name, done))
            self._summing[fund.name] = summing
        return await asyncio.shield(summing)

    def _summed(self, name: str, task: asyncio.Task[NanoUsd]) -> None:
        del self._summing[name]
        if not task.cancelled():
            task.exception()  # looked at, also when all who asked are gone

    def settle(self, taken: Taken, row: Transaction) -> None:
        """Give back what a call did not use, beside the requests."""
        self._settle(taken, tokens=row.taken.total, cost=row.cost or ZERO)

    def release(self, taken: Taken) -> None:
        """Give all of it back: nobody was asked."""
        self._settle(taken, tokens=0, cost=ZERO)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Keep what is open while it is; at the end settle the rest."""
        keeping = asyncio.get_running_loop().create_task(self._run())
        try:
            yield
        finally:
            await cancel([keeping])
            if self._settling is not None:
                await asyncio.wait({self._settling}, timeout=_LAST_S)

    async def keep(self) -> None:
        """Prolong what is open, and note what could not be noted before."""
        try:
            if self._open:
                await self._allowances.keep(list(self._open.values()))
            while self._unsettled:
                late = self._unsettled[0]
                await self._allowances.settle(late.taken, tokens=late.tokens, cost=late.cost)
                self._unsettled.popleft()
        except Unavailable:
            return

    def _settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        if self._open.pop(taken.claim.request, None) is None:
            return
        self._ended.append(Settlement(taken, tokens, cost))
        if self._settling is None:
            self._settling = asyncio.get_running_loop().create_task(self._note())

    async def _note(self) -> None:
        """What ends meanwhile goes with the next ones."""
        try:
            while self._ended:
                ended, self._ended = self._ended, []
                try:
                    await self._allowances.settle_all(ended)
                except Unavailable:
                    self._unsettled.extend(ended)
        finally:
            self._settling = None

    async def settled(self) -> None:
        """Wait for what is being noted now."""
        while self._settling is not None:
            await asyncio.wait({self._settling})

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._keep_every_s)
            await self.keep()
