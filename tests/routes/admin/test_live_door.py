"""SEC-16: the door before the live view."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound.admin.live_door import WEB_SOCKETS_MAX, LiveDoor

PATH = "admin/socket.io"


async def told(door: LiveDoor, kind: str, path: str, query: str = "") -> list[Message]:
    """What the server is told about one connection."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    scope: Scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "scheme": "http",
        "headers": [(b"host", b"localhost")],
        "extensions": {"websocket.http.response": {}},
    }
    await door(scope, receive, send)
    return sent


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive
    await send({"type": "let in"})


LET_IN = [{"type": "let in"}]


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_no_new_connection_is_let_in_when_it_is_full(kind: str) -> None:
    door = LiveDoor(inner, path=PATH, is_full=lambda: True)

    new = await told(door, kind, "/admin/socket.io/", "EIO=4&transport=polling")
    known = await told(door, kind, "/admin/socket.io/", "EIO=4&sid=abc")
    elsewhere = await told(door, kind, "/admin/api/me")

    assert new[0]["status"] == 503
    assert known == elsewhere == LET_IN


async def test_the_lifespan_passes() -> None:
    door = LiveDoor(inner, path=PATH, is_full=lambda: True)

    assert await told(door, "lifespan", "/admin/socket.io/") == LET_IN


async def test_web_sockets_are_counted_until_they_go() -> None:
    leave = asyncio.Event()

    async def stay(scope: Scope, receive: Receive, send: Send) -> None:
        await inner(scope, receive, send)
        await leave.wait()

    door = LiveDoor(stay, path=PATH, is_full=lambda: False)
    sockets = [
        asyncio.create_task(told(door, "websocket", "/admin/socket.io/", "sid=abc"))
        for _ in range(WEB_SOCKETS_MAX)
    ]
    await asyncio.sleep(0)

    refused = await told(door, "websocket", "/admin/socket.io/", "sid=abc")
    leave.set()
    await asyncio.gather(*sockets)

    assert refused[0]["status"] == 503
    assert await told(door, "websocket", "/admin/socket.io/", "sid=abc") == LET_IN


async def test_a_poll_ends_when_its_client_leaves() -> None:
    polling, ended = asyncio.Event(), asyncio.Event()

    async def wait_for_news(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, send
        assert (await receive())["type"] == "http.request"
        polling.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    heard: asyncio.Queue[Message] = asyncio.Queue()
    heard.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/admin/socket.io/",
        "query_string": b"EIO=4&sid=abc",
        "scheme": "http",
        "headers": [(b"host", b"localhost")],
    }

    async def send(message: Message) -> None:
        raise AssertionError(message)

    door = LiveDoor(wait_for_news, path=PATH, is_full=lambda: False)
    asking = asyncio.create_task(door(scope, heard.get, send))
    await polling.wait()
    heard.put_nowait({"type": "http.disconnect"})
    await asking

    assert ended.is_set()
