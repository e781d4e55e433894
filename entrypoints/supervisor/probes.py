"""Readiness probes: each says yes or no within a second and never raises."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from entrypoints.supervisor import mongo_wire
from entrypoints.supervisor.part import Probe

PROBE_TIMEOUT_S = 1.0
LOOPBACK = "127.0.0.1"
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextlib.asynccontextmanager
async def connected(port: int) -> AsyncGenerator[Connection]:
    async with asyncio.timeout(PROBE_TIMEOUT_S):
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        try:
            yield reader, writer
        finally:
            writer.close()


def answers_http(port: int, path: str) -> Probe:
    """The server answers `path` with 200."""
    question = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()

    async def probe() -> bool:
        try:
            async with connected(port) as (reader, writer):
                writer.write(question)
                return (await reader.readline()).split(b" ")[1:2] == [b"200"]
        except (OSError, TimeoutError):
            return False

    return probe


def answers_redis(port: int) -> Probe:
    """The server asks for a password, or answers: not while it still loads its data."""

    async def probe() -> bool:
        try:
            async with connected(port) as (reader, writer):
                writer.write(b"PING\r\n")
                return (await reader.readline()).startswith((b"+PONG", b"-NOAUTH"))
        except (OSError, TimeoutError):
            return False

    return probe


def answers_mongo(port: int) -> Probe:
    """The server calls itself a writable primary."""

    async def probe() -> bool:
        try:
            async with connected(port) as (reader, writer):
                answer = await mongo_wire.ask(reader, writer, {"hello": 1, "$db": "admin"})
                return bool(answer.get("isWritablePrimary"))
        except (OSError, TimeoutError, EOFError):
            return False

    return probe
