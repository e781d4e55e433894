from collections.abc import AsyncIterator

import httpx2
import pytest

from adapters.inbound.admin.app import create_app
from tests.builders import a_user
from tests.routes.admin.service import Service
from tests.unit.application.admin.admin_house import AdminHouse


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    house = AdminHouse()
    app = create_app(house.use)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://localhost:8080") as client,
    ):
        await house.users.add(a_user())
        yield Service(house, app, client)
