from collections.abc import AsyncIterator

import httpx2
import pytest

from adapters.inbound.chat.app import create_app
from adapters.inbound.http.shutdown import Shutdown
from tests.unit.adapters.inbound.chat.service import Service
from tests.unit.application.chat.chat_house import House


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    house, shutdown = House(), Shutdown()
    app = create_app(house.use, shutdown=shutdown)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://localhost:8080"
        ) as client,
    ):
        yield Service(house, shutdown, app, client)
