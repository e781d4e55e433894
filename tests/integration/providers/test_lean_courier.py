"""Our own connections to providers, against a server that says exactly what a test wants."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import httpx2
import pytest

from adapters.outbound.providers.connection import AHEAD_MAX, HEAD_MAX
from adapters.outbound.providers.courier import Answering
from adapters.outbound.providers.lean_courier import LeanCourier

pytestmark = pytest.mark.enable_socket

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers every request by `talk`, on as many connections as it takes."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.asked = asyncio.Event()
        self.connections = 0
        self.gone = asyncio.Event()
        self.talk: Talk = saying(OK)
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await self._answer_all(reader, writer)
        finally:
            writer.close()
            self.gone.set()

    async def _answer_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                self.asked.set()
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                await reader.readexactly(length)
                await self.talk(reader, writer)


def saying(*pieces: bytes, closing: bool = False) -> Talk:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        if closing:
            writer.close()

    return talk


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    yield server
    await server.stop()


@pytest.fixture
async def url(server: Server) -> str:
    return await server.start()


@pytest.fixture
async def courier() -> AsyncIterator[LeanCourier]:
    courier = LeanCourier(connect_s=2, idle_s=5)
    yield courier
    await courier.aclose()


async def asked(courier: LeanCourier, url: str, **limits: float) -> Answering:
    given = {"within_s": 10.0, **limits}
    return await courier.post(url, content=b"{}", headers={"accept": "*/*"}, **given)


async def told(answering: Answering) -> bytes:
    try:
        pieces = list[bytes]()
        while (piece := await answering.read()) is not None:
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        await answering.aclose()


async def test_a_connection_is_used_again(courier: LeanCourier, server: Server, url: str) -> None:
    for _ in range(3):
        assert await told(await asked(courier, url)) == b"ok"

    assert server.connections == 1


async def test_those_who_ask_together_have_a_connection_each(
    courier: LeanCourier, server: Server, url: str
) -> None:
    answers = await asyncio.gather(*(asked(courier, url) for _ in range(3)))

    assert [await told(each) for each in answers] == [b"ok", b"ok", b"ok"]
    assert server.connections == 3


async def test_a_request_says_who_asks_for_what_and_wants_it_unpacked(
    courier: LeanCourier, server: Server, url: str
) -> None:
    await told(await asked(courier, f"{url}/messages?beta=true"))

    lines = server.heads[0].decode().split("\r\n")
    assert lines[0] == "POST /v1/messages?beta=true HTTP/1.1"
    assert f"host: {url.removeprefix('http://').removesuffix('/v1')}" in lines
    assert "accept-encoding: identity" in lines
    assert "content-length: 2" in lines


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n4\r\n two\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\none two",
        b"HTTP/1.1 103 Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\none two",
    ],
    ids=["in chunks", "by its length", "after hints"],
)
async def test_an_answer_may_come_byte_by_byte(
    courier: LeanCourier, server: Server, url: str, answer: bytes
) -> None:
    server.talk = saying(*(bytes([byte]) for byte in answer))

    answering = await asked(courier, url)

    assert answering.status_code == 200
    assert await told(answering) == b"one two"


async def test_an_answer_may_end_with_its_connection(
    courier: LeanCourier, server: Server, url: str
) -> None:
    server.talk = saying(b"HTTP/1.1 200 OK\r\n\r\none", b" two", closing=True)

    assert await told(await asked(courier, url)) == b"one two"
    server.talk = saying(OK)
    assert await told(await asked(courier, url)) == b"ok"
    assert server.connections == 2


async def test_a_header_that_comes_twice_is_one_list(
    courier: LeanCourier, server: Server, url: str
) -> None:
    server.talk = saying(b"HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\ncontent-length: 0\r\n\r\n")

    answering = await asked(courier, url)

    assert answering.headers["x-a"] == "1, 2"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\none",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\none",
    ],
    ids=["of its length", "of its chunks"],
)
async def test_an_answer_that_was_cut_is_none(
    courier: LeanCourier, server: Server, url: str, answer: bytes
) -> None:
    server.talk = saying(answer, closing=True)

    answering = await asked(courier, url)

    with pytest.raises(httpx2.ReadError):
        await told(answering)


@pytest.mark.parametrize(
    "answer",
    [
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nx-a: " + b"a" * HEAD_MAX + b"\r\n\r\n",
    ],
    ids=["no HTTP", "another protocol", "packed", "endless headers"],
)
async def test_what_cannot_be_read_is_a_failure(
    courier: LeanCourier, server: Server, url: str, answer: bytes
) -> None:
    server.talk = saying(answer)

    with pytest.raises(httpx2.RemoteProtocolError):
        await told(await asked(courier, url))


async def test_a_server_that_says_nothing_is_left(
    courier: LeanCourier, server: Server, url: str
) -> None:
    server.talk = saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\none")
    answering = await asked(courier, url, idle_s=0.2)

    with pytest.raises(httpx2.ReadTimeout):
        await told(answering)
    await asyncio.wait_for(server.gone.wait(), 2)


async def test_an_answer_without_end_has_its_time(
    courier: LeanCourier, server: Server, url: str
) -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.01)

    server.talk = drip
    answering = await asked(courier, url, within_s=0.3)

    with pytest.raises(httpx2.ReadTimeout):
        await told(answering)


async def test_who_leaves_closes_the_connection_at_once(
    courier: LeanCourier, server: Server, url: str
) -> None:
    server.talk = saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\none")
    answering = await asked(courier, url)

    await answering.aclose()

    await asyncio.wait_for(server.gone.wait(), 1)


async def test_who_leaves_before_there_is_an_answer_closes_it_too(
    courier: LeanCourier, server: Server, url: str
) -> None:
    server.talk = saying(b"HTTP/1.1 200 OK\r\n")
    asking = asyncio.create_task(asked(courier, url))
    await server.asked.wait()

    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(server.gone.wait(), 1)


async def test_a_server_waits_for_who_reads_slowly(
    courier: LeanCourier, server: Server, url: str
) -> None:
    size, sent = 64 * 1024 * 1024, 0

    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
        while sent < size:
            writer.write(b"a" * AHEAD_MAX)
            await writer.drain()
            sent += AHEAD_MAX

    server.talk = pour
    answering = await asked(courier, url)
    before = -1
    while before != sent:
        before = sent
        await asyncio.sleep(0.1)

    assert sent < size // 2
    assert len(await told(answering)) == size


@pytest.mark.parametrize("value", ["a\r\nx-b: c", "a\nb", "a\0", "€"])
async def test_no_value_breaks_out_of_its_header(
    courier: LeanCourier, server: Server, url: str, value: str
) -> None:
    with pytest.raises(httpx2.LocalProtocolError):
        await courier.post(url, content=b"", headers={"x-a": value}, within_s=5)

    assert server.heads == []


async def test_nobody_there_is_a_failure_to_connect(
    courier: LeanCourier, server: Server, url: str
) -> None:
    await server.stop()

    with pytest.raises(httpx2.ConnectError):
        await asked(courier, url)


async def test_a_process_that_was_held_up_has_not_waited_for_a_connection(
    courier: LeanCourier,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        asking = asyncio.create_task(
            courier.post(url, content=b"", headers={}, within_s=10, idle_s=0.1, connect_s=0.1)
        )
        await asyncio.sleep(0)

        threading.Event().wait(0.6)  # nothing else runs meanwhile

        connected, _ = await asyncio.to_thread(listening.accept)
        with connected:
            connected.sendall(OK)
            assert await told(await asking) == b"ok"


async def test_words_that_nobody_asked_for_end_a_connection(
    courier: LeanCourier, server: Server, url: str
) -> None:
    server.talk = saying(OK + OK)

    assert await told(await asked(courier, url)) == b"ok"
    server.talk = saying(OK)
    assert await told(await asked(courier, url)) == b"ok"
    assert server.connections == 2
