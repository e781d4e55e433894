"""The administration under a real server, for clients that need one."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

import aiohttp
import pytest
import socketio
import uvicorn

from adapters.inbound.admin.app import create_app, with_live
from adapters.inbound.admin.live import Rhythm
from adapters.inbound.http.shutdown import Shutdown
from tests.unit.application.admin.admin_house import AdminHouse

RHYTHM: Final = Rhythm(check_s=0.05, tick_s=0.2)


@dataclass
class LiveService:
    house: AdminHouse
    shutdown: Shutdown
    url: str


@pytest.fixture
async def service(request: pytest.FixtureRequest) -> AsyncGenerator[LiveService]:
    """In `RHYTHM`, or in the one that a test gives it."""
    house, shutdown = AdminHouse(), Shutdown()
    rhythm: Rhythm = getattr(request, "param", RHYTHM)
    whole = with_live(create_app(house.use, shutdown=shutdown, live_rhythm=rhythm))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(whole, log_config=None, access_log=False, timeout_graceful_shutdown=2)
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with asyncio.timeout(5):
            while not server.started:  # noqa: ASYNC110 - uvicorn tells it no other way
                await asyncio.sleep(0.01)
        yield LiveService(house, shutdown, f"http://127.0.0.1:{listening.getsockname()[1]}")
        server.should_exit = True
        await serving


class Viewer:
    """A client of the live view that notes what it is told."""

    def __init__(self) -> None:
        """Within a running loop. The HTTP session is ours to close: the library forgets to."""
        self.session = aiohttp.ClientSession()
        self.client = socketio.AsyncClient(reconnection=False, http_session=self.session)
        self.calls: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.ticks: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.client.on("call", self.calls.put, namespace="/live")
        self.client.on("tick", self.ticks.put, namespace="/live")
        self.client.on("disconnect", self._end, namespace="/live")

    async def connect(
        self,
        url: str,
        auth: object,
        *,
        transport: str = "websocket",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Raise `socketio.exceptions.ConnectionError` when the service refuses."""
        await self.client.connect(
            url,
            auth=auth,
            headers=headers or {},
            transports=[transport],
            namespaces=["/live"],
            socketio_path="/admin/socket.io",
            wait_timeout=5,
        )

    async def close(self) -> None:
        await self.client.disconnect()
        await self.session.close()

    def _end(self, reason: object = None) -> None:
        del reason
        self.gone.set()


@pytest.fixture
async def viewer(service: LiveService) -> AsyncGenerator[Viewer]:
    found = Viewer()
    yield found
    # A polling client's own farewell waits for the poll that is under way; the service's ends it.
    service.shutdown.begin(patience_s=0)
    if found.client.connected:
        async with asyncio.timeout(5):
            await found.gone.wait()
    await found.close()
