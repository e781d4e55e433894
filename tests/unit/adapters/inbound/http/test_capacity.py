"""REL-06: an instance carries so much at once, and sends the rest away at once."""

import asyncio

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound.http.capacity import Capacity, Refuse, refuse
from adapters.inbound.relay import overload

MAX = 3


class Work:
    """An application whose requests go on until they are told to end."""

    def __init__(self) -> None:
        self.end = asyncio.Event()
        self.begun = asyncio.Semaphore(0)
        self.now = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        self.now += 1
        self.most = max(self.most, self.now)
        self.begun.release()
        try:
            if scope["path"] == "/fails":
                raise RuntimeError("broken")
            if scope["path"] not in {"/quick", "/healthz"}:
                await self.end.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self.now -= 1


def bounded(work: Work, *, refuse: Refuse = refuse, body_bytes_max: int = 1_000) -> Capacity:
    return Capacity(
        work,
        service="test",
        requests_max=MAX,
        body_bytes_max=body_bytes_max,
        new_id=lambda: "made-up-id",
        refuse=refuse,
    )


def client_of(app: Capacity) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://test")


async def filled(client: httpx2.AsyncClient, work: Work) -> list[asyncio.Task[httpx2.Response]]:
    going = [asyncio.create_task(client.get("/long")) for _ in range(MAX)]
    for _ in going:
        await work.begun.acquire()
    return going


async def test_rel_06_what_is_more_is_sent_away_and_what_is_within_goes_on() -> None:
    work = Work()
    async with client_of(bounded(work)) as client:
        going = await filled(client, work)

        excess = await asyncio.gather(*(client.get("/quick") for _ in range(50)))
        work.end.set()
        within = await asyncio.gather(*going)
        after = await client.get("/quick")

    assert {each.status_code for each in excess} == {503}
    assert {each.headers["retry-after"] for each in excess} == {"1"}
    assert [each.status_code for each in within] == [200] * MAX
    assert after.status_code == 200
    assert work.most == MAX


async def test_rel_06_probes_are_answered_when_everything_is_taken() -> None:
    work = Work()
    async with client_of(bounded(work)) as client:
        going = await filled(client, work)

        assert (await client.get("/healthz")).status_code == 200
        work.end.set()
        await asyncio.gather(*going)


async def test_rel_06_who_fails_or_leaves_gives_their_place_back() -> None:
    work = Work()
    async with client_of(bounded(work)) as client:
        for _ in range(MAX * 2):
            await client.get("/fails")
        for each in await filled(client, work):
            each.cancel()
            await asyncio.wait({each})

        assert (await client.get("/quick")).status_code == 200
    assert work.now == 0


async def test_rel_06_bodies_are_counted_together_and_none_of_the_excess_is_read() -> None:
    work = Work()
    app = bounded(work)

    async def never() -> Message:
        raise AssertionError("the body was read")

    async def post(length: int, receive: Receive) -> int:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        headers = [(b"content-length", b"%d" % length)]
        scope: Scope = {"type": "http", "method": "POST", "path": "/long", "headers": headers}
        await app(scope, receive, send)
        status: int = told[0]["status"]
        return status

    first = asyncio.create_task(post(5_000, never))
    await work.begun.acquire()
    refused = await post(1, never)
    bodiless = asyncio.create_task(post(0, never))
    await work.begun.acquire()
    work.end.set()

    assert refused == 503
    assert (await first, await bodiless) == (200, 200)
    assert await post(1_000, never) == 200


@pytest.mark.parametrize(
    ("path", "status", "known"),
    [
        ("/v1/chat/completions", 503, ("code", "server_is_overloaded")),
        ("/v1/embeddings", 503, ("code", "server_is_overloaded")),
        ("/v1/responses", 503, ("code", "server_error")),
        ("/v1/messages", 529, ("type", "overloaded_error")),
        ("/v1/messages/count_tokens", 529, ("type", "overloaded_error")),
        ("/v1beta/models/x:generateContent", 503, ("status", "UNAVAILABLE")),
    ],
)
async def test_rel_06_the_relay_says_so_in_the_words_of_who_asks(
    path: str, status: int, known: tuple[str, str]
) -> None:
    work = Work()
    async with client_of(bounded(work, refuse=overload.refuse)) as client:
        going = await filled(client, work)

        told = await client.post(path, json={}, headers={"x-request-id": "my-own-request"})
        work.end.set()
        await asyncio.gather(*going)

    error, headers = told.json()["error"], told.headers
    assert (told.status_code, headers["retry-after"]) == (status, "1")
    assert headers["x-request-id"] == "my-own-request"
    assert headers["access-control-allow-origin"] == "*"
    assert error[known[0]] == known[1]


async def test_rel_06_our_own_interfaces_get_their_envelope() -> None:
    work = Work()
    async with client_of(bounded(work)) as client:
        going = await filled(client, work)

        told = await client.get("/api/me", headers={"x-request-id": "bad id"})
        work.end.set()
        await asyncio.gather(*going)

    assert told.json()["error"]["code"] == "unavailable"
    assert told.json()["error"]["request_id"] == told.headers["x-request-id"] == "made-up-id"
