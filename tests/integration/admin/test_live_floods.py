"""SEC-16: whatever one client of the live view sends, it is sent away and the others are served."""

import json
import time
from contextlib import suppress
from typing import Final

import aiohttp
import pytest

from tests.integration.admin.conftest import LiveService, Viewer
from tests.integration.admin.test_live import publish_until_heard

SOCKET: Final = "/admin/socket.io/?EIO=4&transport=websocket"
FLOOD: Final = 10_000
GONE_WITHIN_S: Final = 5
NESTED: Final = "[" * 5_000 + "]" * 5_000
SENT: Final[dict[str, list[str | bytes]]] = {
    "events": ['42/live,["call",{"id":"forged"}]'] * FLOOD,
    "an event of the server's": ['42/live,["tick",{"at":"never"}]'],
    "a room": ['42/live,["join","watchers"]', '42/live,["enter_room","other"]'],
    "an answer to nothing": ['43/live,7["x"]'] * 100,
    "five megabytes": ["4" + "x" * 5_000_000],
    "depth": [f'42/live,["call",{NESTED}]'],
    "bytes": [b"\x04" + b"\x00" * 10_000] * 10,
    "a promise of bytes": ['451000000-/live,["call",{"_placeholder":true,"num":0}]'],
    "promised bytes": ['451-/live,["call",{"_placeholder":true,"num":9}]', b"\x00" * 1_000],
    "another namespace": ["40/admin,{}", "40/,{}", '42["call"]'],
    "a second handshake": ['40/live,{"token":"nonsense"}'],
    "no packet": ["9", "4", "49", "\u0000", "42/live,[", "42/live,{}", "2probe", "5"],
}


async def watching(
    session: aiohttp.ClientSession, url: str, token: str
) -> aiohttp.ClientWebSocketResponse:
    """The raw socket of an administrator who watches."""
    socket = await session.ws_connect(url + SOCKET, max_msg_size=0)
    await socket.receive_str()
    await socket.send_str(f"40/live,{json.dumps({'token': token})}")
    assert (await socket.receive_str()).startswith("40/live,")
    return socket


@pytest.mark.parametrize("what", SENT)
async def test_sec_16_whatever_a_watcher_sends_the_others_are_served(
    service: LiveService, viewer: Viewer, what: str
) -> None:
    token = await service.house.token()
    await viewer.connect(service.url, {"token": token})
    async with aiohttp.ClientSession() as session:
        socket = await watching(session, service.url, token)
        began = time.process_time()
        # It may be closed under way.
        with suppress(ConnectionError, aiohttp.ClientError):
            for piece in SENT[what]:
                if isinstance(piece, bytes):
                    await socket.send_bytes(piece)
                else:
                    await socket.send_str(piece)
        await publish_until_heard(service, viewer)
        took_s = time.process_time() - began
        heard = [await viewer.calls.get()]
        await socket.close()

    assert {each["id"] for each in heard} == {"warm-up"}
    assert not viewer.gone.is_set()
    assert took_s < GONE_WITHIN_S
