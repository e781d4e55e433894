from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.leases import Leases
from application.ports.search_index import SearchIndex
from domain.errors import Unavailable

_TIDYING: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class TidySearch:
    """Tidy what wants it, each person's part by one instance at a time."""

    index: SearchIndex
    leases: Leases
    worker: str

    async def __call__(self) -> None:
        """A store that is away now will be asked again at the next round."""
        try:
            for owner in await self.index.untidy():
                name = f"tidy-search:{owner}"
                if await self.leases.take(name, holder=self.worker, lasting=_TIDYING):
                    await self.index.tidy(owner)
                    await self.leases.release(name, holder=self.worker)
        except Unavailable:
            return
