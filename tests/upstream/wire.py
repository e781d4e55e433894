"""HTTP/1.1 on a bare socket, so that it can also be spoken badly: one request a connection."""

import asyncio
import json
import socket
import struct
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One request, and what became of it. Times are seconds of the loop's clock.

    `said` are the words of its answer that were sent, `told_early` the count with which a stream
    began.
    """

    received_at: float
    method: str
    path: str
    query: str
    headers: dict[str, str]
    content: bytes
    chunks_sent: int = 0
    closed_by_client_at: float | None = None
    usage_emitted: dict[str, int] | None = None
    told_early: dict[str, int] | None = None
    said: str = ""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent. Raises `ValueError` when it is none."""
        found: dict[str, Any] = json.loads(self.content or b"{}")
        return found


async def read_exchange(reader: asyncio.StreamReader) -> Exchange:
    """Raises `IncompleteReadError` when the client leaves in the middle."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    named = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in named}
    path, _, query = target.partition("?")
    return Exchange(
        received_at=asyncio.get_running_loop().time(),
        method=method,
        path=path,
        query=query,
        headers=headers,
        content=await reader.readexactly(int(headers.get("content-length", "0"))),
    )


@dataclass(slots=True)
class Speaker:
    """The answering end of a connection."""

    writer: asyncio.StreamWriter
    exchange: Exchange

    def start(self, status: int, headers: dict[str, str]) -> None:
        lines = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status != 529 else 'Overloaded'}"
        ]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines.append("connection: close")
        self.writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def begin_stream(self, content_type: str) -> None:
        self.start(200, {"content-type": content_type, "transfer-encoding": "chunked"})
        await self.writer.drain()

    async def say(self, frame: bytes) -> None:
        self.writer.write(f"{len(frame):x}\r\n".encode() + frame + b"\r\n")
        self.exchange.chunks_sent += 1
        await self.writer.drain()

    async def end_stream(self) -> None:
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()

    async def send(
        self, status: int, content: bytes, content_type: str, **headers: str | None
    ) -> None:
        given = {name.replace("_", "-"): value for name, value in headers.items() if value}
        length = {"content-type": content_type, "content-length": str(len(content))}
        self.start(status, length | given)
        self.writer.write(content)
        await self.writer.drain()

    async def send_json(self, status: int, body: object, **headers: str | None) -> None:
        await self.send(status, json.dumps(body).encode(), "application/json", **headers)

    def reset(self) -> None:
        """Break the connection off with a TCP reset."""
        plug = self.writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
