"""Opening what a service stands on before it serves, and closing it after."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from typing import Final

import structlog
from fastapi import FastAPI

from adapters.inbound.http.service import Lifespan, ReadinessCheck
from adapters.outbound.mongo import preparation
from adapters.outbound.redis import connection as redis_connection
from application.bookkeeping import Bookkeeper
from application.cancelling import cancel
from application.heartbeat import Heartbeat
from entrypoints.alerts import pulsing
from entrypoints.container import Container
from entrypoints.settings import Settings

_LAST_BOOKINGS_S: Final = 5.0
_AFTER_FAULT_S: Final = 1.0

_log = structlog.get_logger("books")


def container_for(settings: Settings) -> Container:
    """Nothing is connected yet."""
    return Container(settings=settings)


@asynccontextmanager
async def opened(container: Container) -> AsyncGenerator[Container]:
    """Prepare MongoDB's indexes and documents; close everything at the end."""
    async with AsyncExitStack() as closing:
        closing.push_async_callback(container.connection().close)
        closing.push_async_callback(container.redis().aclose)
        closing.push_async_callback(container.quick_redis().aclose)
        closing.push_async_callback(container.patient_redis().aclose)
        closing.push_async_callback(container.shared_allowances().aclose)
        closing.push_async_callback(container.models().aclose)
        await preparation.prepare(container.database())
        yield container


def lifespan_of(
    container: Container, *, asks_models: bool, heartbeat: Heartbeat | None = None
) -> Lifespan:
    """Of a service; one that asks models opens their providers while it already serves."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with (
            opened(container),
            _keeping_books(container.bookkeeper()),
            container.allowing().running(),
            container.heed_changes().running(),
            container.metering().running(),
            pulsing(container),
            heartbeat.running() if heartbeat is not None else nullcontext(),
        ):
            if not asks_models:
                yield
                return
            for redis in (container.quick_redis(), container.patient_redis()):
                await redis_connection.open_connections(redis)
            async with container.follow_offer().running():
                opening = asyncio.create_task(container.models().open_all())
                try:
                    yield
                finally:
                    opening.cancel()
                    await asyncio.wait({opening})

    return lifespan


@asynccontextmanager
async def _keeping_books(bookkeeper: Bookkeeper) -> AsyncGenerator[None]:
    async with bookkeeper.running(patience_s=_LAST_BOOKINGS_S):
        keeping = asyncio.create_task(_keep_books(bookkeeper))
        try:
            yield
        finally:
            await cancel([keeping])


async def _keep_books(bookkeeper: Bookkeeper) -> None:
    while True:
        try:
            await bookkeeper.run()
        except Exception:  # noqa: BLE001 - whatever it is, the calls must get into the books
            _log.exception("the books are behind")
            await asyncio.sleep(_AFTER_FAULT_S)


def readiness_of(container: Container) -> ReadinessCheck:
    async def is_ready() -> None:
        await preparation.check(container.database())
        await redis_connection.check(container.redis())

    return is_ready
