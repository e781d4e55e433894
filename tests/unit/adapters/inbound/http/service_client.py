"""A service with a few routes that do what a test needs, and a client of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI

from adapters.inbound.http.service import create_service
from adapters.inbound.http.shutdown import Shutdown

NEW_ID = "0123456789abcdefghijklmnop"


async def ready() -> None:
    """Ready at once."""


def a_service(
    *, is_ready: Callable[[], Awaitable[None]] = ready, shutdown: Shutdown | None = None
) -> FastAPI:
    return create_service(
        "test", new_id=lambda: NEW_ID, is_ready=is_ready, shutdown=shutdown or Shutdown()
    )


@asynccontextmanager
async def client_of(
    app: FastAPI, *, base_url: str = "http://localhost"
) -> AsyncGenerator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=base_url) as client:
        yield client
