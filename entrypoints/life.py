"""Opening what a service stands on before it serves, and closing it after."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from fastapi import FastAPI

from adapters.inbound.http.service import Lifespan, ReadinessCheck
from adapters.outbound.mongo import preparation
from adapters.outbound.redis import connection as redis_connection
from entrypoints.container import Container
from entrypoints.settings import Settings

_LAST_BOOKINGS_S: Final = 5.0


def container_for(settings: Settings) -> Container:
    """Nothing is connected yet."""
    return Container(settings=settings)


@asynccontextmanager
async def opened(container: Container) -> AsyncGenerator[Container]:
    """Prepare MongoDB's indexes and documents; at the end wait for bookings and close all."""
    async with AsyncExitStack() as closing:
        closing.push_async_callback(container.connection().close)
        closing.push_async_callback(container.redis().aclose)
        closing.push_async_callback(container.models().aclose)
        await preparation.prepare(container.database())
        yield container
        await container.bookkeeper().drain(patience_s=_LAST_BOOKINGS_S)


def lifespan_of(container: Container, *, asks_models: bool) -> Lifespan:
    """Of a service; one that asks models opens their providers while it already serves."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with opened(container):
            if not asks_models:
                yield
                return
            opening = asyncio.create_task(container.models().open_all())
            try:
                yield
            finally:
                opening.cancel()
                await asyncio.wait({opening})

    return lifespan


def readiness_of(container: Container) -> ReadinessCheck:
    async def is_ready() -> None:
        await preparation.check(container.database())
        await redis_connection.check(container.redis())

    return is_ready
