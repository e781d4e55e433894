import time
from collections.abc import Callable
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.store_health import StoreHealth
from domain.errors import Unavailable
from domain.system.store import StoreState


@final
class MongoHealth(StoreHealth):
    """`measure` says how much room an embedded server takes: asking it reads all documents."""

    def __init__(self, database: Database, *, measure: Callable[[], int] | None) -> None:
        self._database = database
        self._measure = measure

    @override
    async def look(self) -> StoreState:
        is_embedded = self._measure is not None
        try:
            with mongo_errors():
                await self._database.command("ping")  # opens a connection where none is
                began = time.perf_counter()
                await self._database.command("ping")
                took_s = time.perf_counter() - began
                build = await self._database.command("buildInfo")
                size = self._measure() if self._measure else await self._size()
        except Unavailable as error:
            return StoreState(name="MongoDB", is_embedded=is_embedded, problem=str(error))
        return StoreState(
            name="MongoDB",
            is_embedded=is_embedded,
            version=f"MongoDB {build['version']}",
            latency_ms=round(took_s * 1000, 2),
            size=size,
        )

    async def _size(self) -> int:
        told = await self._database.command("dbStats")
        return int(told.get("totalSize") or told["storageSize"] + told["indexSize"])
