"""Holding a lease for as long as the work goes on."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from application.ports.leases import Leases
from domain.errors import Unavailable
from domain.ids import GenerationId


def lease_of(generation: GenerationId) -> str:
    return f"generation:{generation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLeases:
    """The leases of one worker, on the answers that it makes."""

    leases: Leases
    worker: str
    lasting: timedelta = timedelta(seconds=5)
    renewed_every_s: float = 1.5

    async def take(self, generation: GenerationId) -> bool:
        """True also while the leases are away: then nobody else can take it either."""
        try:
            return await self.leases.take(
                lease_of(generation), holder=self.worker, lasting=self.lasting
            )
        except Unavailable:
            return True

    async def keep(self, generation: GenerationId) -> None:
        """Renew it in time; return when somebody else has it."""
        while await self.take(generation):  # noqa: ASYNC110 - the pause is the point
            await asyncio.sleep(self.renewed_every_s)

    async def release(self, generation: GenerationId) -> None:
        try:
            await self.leases.release(lease_of(generation), holder=self.worker)
        except Unavailable:
            return  # It runs out by itself.
