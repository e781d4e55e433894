from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from adapters.inbound.chat.app import create_app
from adapters.inbound.http.shutdown import Shutdown
from domain.accounts.registration import Registration
from tests.routes.chat.service import Service
from tests.unit.application.chat.chat_house import House


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with a_service(House()) as service:
        yield service


@pytest.fixture
async def verifying() -> AsyncIterator[Service]:
    """Where an address is confirmed before its account opens."""
    async with a_service(House(registration=Registration(verify=True))) as service:
        yield service


@asynccontextmanager
async def a_service(house: House) -> AsyncGenerator[Service]:
    shutdown = Shutdown()
    app = create_app(house.use, shutdown=shutdown)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://localhost:8080"
        ) as client,
    ):
        yield Service(house, shutdown, app, client)
