import asyncio
import time

import aiohttp
import httpx2
import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused

from tests.running import RunningSystem


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_relay_call_is_shown_within_two_seconds_of_its_end(
    system: RunningSystem, gateway: httpx2.AsyncClient, admin_token: str, transport: str
) -> None:
    calls: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    async with aiohttp.ClientSession() as session:
        client = socketio.AsyncClient(reconnection=False, http_session=session)
        client.on("call", calls.put, namespace="/live")
        await client.connect(
            system.site,
            auth={"token": admin_token},
            transports=[transport],
            namespaces=["/live"],
            socketio_path="/admin/socket.io",
            wait_timeout=10,
        )

        reply = await gateway.post(
            "/v1/chat/completions",
            json={"model": "fake-echo", "messages": [{"role": "user", "content": "be seen"}]},
            headers={"authorization": f"Bearer {system.relay_key}"},
        )
        ended = time.monotonic()
        async with asyncio.timeout(2):
            call = await calls.get()
            while not str(call["id"]).startswith(reply.headers["x-request-id"]):
                call = await calls.get()
        waited_s = time.monotonic() - ended
        await client.eio.disconnect(abort=True)  # else it ends its last poll, of 30 s

    assert (call["model"], call["outcome"], call["input_tokens"]) == ("fake-echo", "ok", 2)
    assert call["cost_nano_usd"] == str(2 * 150 + 2 * 600)
    assert waited_s < 2


async def test_a_socket_without_a_token_is_refused(system: RunningSystem) -> None:
    async with aiohttp.ClientSession() as session:
        client = socketio.AsyncClient(reconnection=False, http_session=session)
        with pytest.raises(Refused):
            await client.connect(
                system.site,
                transports=["websocket"],
                namespaces=["/live"],
                socketio_path="/admin/socket.io",
                wait_timeout=10,
            )
