import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from application.cancelling import cancel
from application.ports.changes import Change, Changes
from application.read_grants import RememberedAccess
from application.remembered import Remembered
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class HeedChanges:
    """Ask anew about whom a change concerns; who was ended is not known any more at once."""

    changes: Changes
    admissions: Remembered[str, Payer]
    access: RememberedAccess

    async def __call__(self) -> None:
        """Without end."""
        async for change in self.changes.listen():
            self.heed(change)

    def heed(self, change: Change) -> None:
        self.admissions.doubt(lambda _, payer: change.concerns(payer), forget=change.ended)
        self.access.doubt(change.concerns, forget=change.ended)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        listening = asyncio.get_running_loop().create_task(self())
        try:
            yield
        finally:
            await cancel([listening])
