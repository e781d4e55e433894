import asyncio
from collections.abc import AsyncGenerator

import pytest

from adapters.inbound.http.body import BodyLimit
from adapters.inbound.http.shutdown import Shutdown
from domain.errors import Unavailable
from tests.unit.adapters.inbound.http.service_client import NEW_ID, a_service, client_of


@pytest.mark.parametrize("given", ["a1b2c3d4", "A_b-" * 16])
async def test_the_gateways_request_id_is_kept(given: str) -> None:
    async with client_of(a_service()) as client:
        reply = await client.get("/healthz", headers={"x-request-id": given})

    assert reply.headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["", "short67", "x" * 65, "with space", 'quote"12345', "a\tbcdefgh"]
)
async def test_a_misshapen_request_id_is_replaced(given: str) -> None:
    async with client_of(a_service()) as client:
        reply = await client.get("/healthz", headers={"x-request-id": given})

    assert reply.headers["x-request-id"] == NEW_ID


async def test_a_service_is_alive_and_ready() -> None:
    async with client_of(a_service()) as client:
        alive, is_ready = await client.get("/healthz"), await client.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (is_ready.status_code, is_ready.json()) == (200, {"status": "ready"})


async def test_a_service_without_its_store_is_alive_but_not_ready() -> None:
    async def away() -> None:
        raise Unavailable("MongoDB is away")

    async with client_of(a_service(is_ready=away)) as client:
        alive, unready = await client.get("/healthz"), await client.get("/readyz")

    assert alive.status_code == 200
    assert unready.status_code == 503
    assert unready.json() == {"status": "not ready", "reason": "MongoDB is away"}


async def test_a_service_that_ends_takes_no_more_work() -> None:
    shutdown = Shutdown()

    async with client_of(a_service(shutdown=shutdown)) as client:
        shutdown.begin(patience_s=60)
        alive, unready = await client.get("/healthz"), await client.get("/readyz")

    assert alive.status_code == 200
    assert (unready.status_code, unready.json()) == (503, {"status": "stopping"})


@pytest.mark.parametrize("is_announced", [True, False])
async def test_a_body_that_is_too_long_is_not_read(is_announced: bool) -> None:
    app = a_service()
    app.add_middleware(BodyLimit)
    pieces_read = 0

    @app.post("/take")
    async def take(given: dict[str, str]) -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return given

    async def pieces() -> AsyncGenerator[bytes]:
        nonlocal pieces_read
        for _ in range(40):
            pieces_read += 1
            yield b" " * 100_000

    headers = {"content-length": "4000000"} if is_announced else {}
    async with client_of(app) as client:
        reply = await client.post("/take", content=pieces(), headers=headers)

    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")
    assert pieces_read <= 12


async def test_requests_are_counted_by_route_and_status_not_by_path() -> None:
    app = a_service()

    @app.get("/cats/{id}")
    async def cat(id: str) -> str:  # pyright: ignore[reportUnusedFunction] - a route
        return id

    async with client_of(app) as client:
        for path in ("/cats/tom", "/cats/kit", "/dogs/rex"):
            await client.get(path)
        text = (await client.get("/metrics")).text

    count = "parley_http_requests_total{"
    labels = 'method="GET",route="/cats/{id}",service="test",status="200"'
    assert f"{count}{labels}}} 2.0" in text
    assert f'{count}method="GET",route="unmatched",service="test",status="404"}}' in text
    assert "tom" not in text
    assert 'parley_http_requests_open{service="test"} 0.0' in text
    assert 'route="/metrics"' not in text


async def test_no_documentation_is_served() -> None:
    async with client_of(a_service()) as client:
        statuses = [
            (await client.get(path)).status_code for path in ("/docs", "/redoc", "/openapi.json")
        ]

    assert statuses == [404] * 3


async def test_the_wish_to_end_comes_before_the_end_of_patience() -> None:
    shutdown = Shutdown()
    before = (shutdown.is_wished, shutdown.is_due)

    shutdown.begin(patience_s=0.01)
    between = (shutdown.is_wished, shutdown.is_due)
    async with asyncio.timeout(2):
        await shutdown.wished()
        await shutdown.due()

    assert before == (False, False)
    assert between == (True, False)
    assert (shutdown.is_wished, shutdown.is_due) == (True, True)


async def test_a_second_wish_does_not_shorten_the_patience() -> None:
    shutdown = Shutdown()
    shutdown.begin(patience_s=60)

    shutdown.begin(patience_s=0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert not shutdown.is_due
