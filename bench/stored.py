"""A MongoDB of our own in a temporary place, for benchmarks of what is stored."""

import secrets
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.outbound.mongo.driver import Database, connect
from adapters.outbound.mongo.preparation import prepare
from entrypoints.supervisor.mongo import EmbeddedMongo
from entrypoints.supervisor.ports import free_port


@asynccontextmanager
async def embedded_mongo() -> AsyncGenerator[Database]:
    """The embedded server, as `parley up` starts it, with an empty database that is prepared."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        mongo = EmbeddedMongo(
            home=home / "data",
            logs=home,
            port=free_port(),
            password=secrets.token_urlsafe(32),
            role="root",
        )
        part = mongo.part()
        process = await part.start(home)
        try:
            connection = connect(mongo.url, driver="pymongo")
            database = connection.database("bench")
            await prepare(database)
            yield database
            await connection.close()
        finally:
            await part.stop(process)


async def times_ms(work: Sequence[Callable[[], Awaitable[object]]]) -> list[float]:
    """How long each takes, one after the other, rising."""
    found: list[float] = []
    for each in work:
        began = time.perf_counter()
        await each()
        found.append((time.perf_counter() - began) * 1e3)
    return sorted(found)


def share(rising: Sequence[float], part: float) -> float:
    return rising[min(len(rising) - 1, int(len(rising) * part))]


def told(what: str, rising: Sequence[float]) -> str:
    p50, p95 = share(rising, 0.5), share(rising, 0.95)
    return f"{what:34} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  most {rising[-1]:7.1f} ms"
