"""Scripts over a line of our own, against servers that behave as servers do on bad days."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from pydantic import BaseModel, TypeAdapter
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError
from typing_extensions import override

from adapters.outbound.redis.connection import connect_quickly
from adapters.outbound.redis.line_scripts import LineScripts, scripts_for
from entrypoints.supervisor.ports import free_port

SCRIPTS = {"echo": "return ARGV[1]", "broken": "return redis.call('GET')"}


class Client(BaseModel):
    id: int


_CLIENTS = TypeAdapter(list[Client])


@asynccontextmanager
async def a_line(url: str, *, answer_s: float = 5) -> AsyncGenerator[LineScripts]:
    redis = connect_quickly(url, answer_s=answer_s)
    scripts = scripts_for(redis, SCRIPTS)
    assert isinstance(scripts, LineScripts)
    yield scripts
    await scripts.aclose()
    await redis.aclose()


class Saying(asyncio.Protocol):
    """A server that says the same whatever it is asked."""

    def __init__(self, said: bytes) -> None:
        self._said = said
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        if self._said and self._transport is not None:
            self._transport.write(self._said)


@asynccontextmanager
async def a_server(said: bytes) -> AsyncGenerator[str]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Saying(said), "127.0.0.1", 0)
    async with server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_each_of_many_at_once_hears_its_own_answer(redis: Redis, redis_url: str) -> None:
    assert await redis.script_flush()

    async with a_line(redis_url) as scripts:
        said = await asyncio.gather(*(scripts.run("echo", [], [f"é{n}"]) for n in range(300)))

    assert said == [f"é{n}" for n in range(300)]


async def test_a_script_that_fails_fails_for_its_caller_alone(redis: Redis, redis_url: str) -> None:
    assert await redis.ping()
    async with a_line(redis_url) as scripts:
        broken = asyncio.ensure_future(scripts.run("broken", [], []))
        good = await scripts.run("echo", [], ["1"])

        with pytest.raises(ResponseError):
            await broken
    assert good == "1"


async def test_scripts_that_the_server_forgot_are_sent_again(redis: Redis, redis_url: str) -> None:
    async with a_line(redis_url) as scripts:
        await scripts.run("echo", [], ["1"])
        assert await redis.script_flush()

        await scripts.run_all("echo", [([], ["2"]), ([], ["3"])])

        assert await redis.script_exists(scripts.digest("echo")) == [True]


async def test_a_connection_that_the_server_closed_is_made_anew(
    redis: Redis, redis_url: str
) -> None:
    async with a_line(redis_url) as scripts:
        await scripts.run("echo", [], ["1"])
        closed = asyncio.get_running_loop().create_task(scripts.lost())
        newest = max(_CLIENTS.validate_python(await redis.client_list()), key=lambda one: one.id)
        assert await redis.client_kill_filter(_id=str(newest.id))
        await closed

        assert await scripts.run("echo", [], ["2"]) == "2"


async def test_who_gets_no_answer_in_time_goes_on() -> None:
    async with a_server(b"") as url, a_line(url, answer_s=0.05) as scripts:
        with pytest.raises(RedisTimeoutError):
            await scripts.run("echo", [], ["1"])


async def test_what_is_no_redis_ends_the_connection() -> None:
    async with a_server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url, a_line(url) as scripts:
        with pytest.raises(RedisConnectionError, match="no answer of a Redis"):
            await scripts.run("echo", [], ["1"])


async def test_after_a_failure_to_connect_nobody_waits_for_another() -> None:
    async with a_line(f"redis://127.0.0.1:{free_port()}") as scripts:
        with pytest.raises(RedisConnectionError):
            await scripts.run("echo", [], ["1"])

        with pytest.raises(RedisConnectionError, match="a moment ago"):
            await scripts.run("echo", [], ["1"])
