"""SEC-16: who may watch the live view, from where, for how long and how often."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import aiohttp
import httpx2
import pytest
from socketio.exceptions import ConnectionError as Refused

from adapters.inbound.admin.live import SOCKETS_EACH_MAX, Rhythm
from domain.ids import KeyId
from domain.transactions.transaction import Payer
from tests.builders import ADA, a_key, a_transaction, a_user
from tests.integration.admin.conftest import LiveService, Viewer
from tests.unit.application.admin.admin_house import ACCESS_LASTING

pytestmark = pytest.mark.enable_socket
TRANSPORTS = pytest.mark.parametrize("transport", ["websocket", "polling"])


async def publish_until_heard(service: LiveService, viewer: Viewer) -> None:
    """The service listens soon after its start, and the feed keeps nothing for it."""
    async with asyncio.timeout(2):
        while viewer.calls.empty():
            await service.house.feed.publish(a_transaction("warm-up"))
            await asyncio.sleep(0.02)


@TRANSPORTS
@pytest.mark.parametrize("role", ["root", "admin", "auditor"])
async def test_a_finished_call_is_shown_within_two_seconds(
    service: LiveService, viewer: Viewer, transport: str, role: str
) -> None:
    await service.house.users.add(a_user())
    await service.house.keys.add(a_key())
    token = await service.house.token(
        "auditor" if role == "auditor" else "admin" if role == "admin" else "root"
    )
    await viewer.connect(service.url, {"token": token}, transport=transport)
    payer = Payer(user=ADA, key=KeyId("k1"))

    await service.house.feed.publish(replace(a_transaction(), payer=payer))
    async with asyncio.timeout(2):
        call = await viewer.calls.get()

    assert call == {
        "id": "r1",
        "at": "2026-01-01T12:00:00Z",
        "source": "relay",
        "user": {"id": "ada", "email": "ada@example.com"},
        "team_id": None,
        "key": {"id": "k1", "name": "laptop"},
        "model": "m",
        "provider": "p",
        "upstream": "u",
        "outcome": "ok",
        "error_code": None,
        "input_tokens": 5,
        "cached_tokens": 2,
        "output_tokens": 5,
        "cache_write_tokens": 0,
        "reasoning_tokens": 0,
        "estimated": False,
        "cost_nano_usd": "7",
        "own_key": False,
        "list_cost_nano_usd": None,
        "first_token_ms": 1,
        "latency_ms": 2,
        "stream": True,
        "client": "",
        "attempts": 1,
        "earlier_attempts": [],
    }


async def test_a_burst_arrives_whole_and_in_order(service: LiveService, viewer: Viewer) -> None:
    await viewer.connect(service.url, {"token": await service.house.token()})
    names = [f"r{n}" for n in range(300)]

    for name in names:
        await service.house.feed.publish(a_transaction(name))
    async with asyncio.timeout(2):
        heard = [(await viewer.calls.get())["id"] for _ in names]

    assert heard == names


@TRANSPORTS
@pytest.mark.parametrize(
    "auth", [None, {}, {"token": ""}, {"token": "nonsense"}, {"token": 7}, ["token"], "token"]
)
async def test_nobody_watches_without_a_token(
    service: LiveService, viewer: Viewer, auth: object, transport: str
) -> None:
    with pytest.raises(Refused):
        await viewer.connect(service.url, auth, transport=transport)


@TRANSPORTS
async def test_a_chat_token_does_not_watch(
    service: LiveService, viewer: Viewer, transport: str
) -> None:
    root = await service.house.administrator()
    chat = await service.house.open_chat_session(root.id)

    with pytest.raises(Refused):
        await viewer.connect(service.url, {"token": chat.access_token}, transport=transport)


@TRANSPORTS
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1", "x-forwarded-host": "parley.example"},
    ],
)
async def test_another_sites_page_does_not_watch(
    service: LiveService, viewer: Viewer, headers: dict[str, str], transport: str
) -> None:
    token = await service.house.token()

    with pytest.raises(Refused):
        await viewer.connect(service.url, {"token": token}, transport=transport, headers=headers)


@TRANSPORTS
async def test_our_own_page_watches_through_the_gateway(
    service: LiveService, viewer: Viewer, transport: str
) -> None:
    headers = {
        "origin": "https://parley.example",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "parley.example",
    }

    token = await service.house.token()
    await viewer.connect(service.url, {"token": token}, transport=transport, headers=headers)

    assert viewer.client.connected


async def test_no_foreign_origin_is_admitted_by_a_header(service: LiveService) -> None:
    async with httpx2.AsyncClient(base_url=service.url) as client:
        path = "/admin/socket.io/?EIO=4&transport=polling"
        foreign = await client.get(path, headers={"origin": "https://evil.example"})
        own = await client.get(path, headers={"origin": service.url})
        preflight = await client.options(path, headers={"origin": "https://evil.example"})

    assert (foreign.status_code, own.status_code, preflight.status_code) == (403, 200, 403)
    assert foreign.json()["error"]["code"] == "forbidden"
    for reply in (foreign, own, preflight):
        assert not [name for name in reply.headers if name.startswith("access-control")]


@TRANSPORTS
async def test_a_view_ends_when_its_token_expires(
    service: LiveService, viewer: Viewer, transport: str
) -> None:
    token = await service.house.token()
    service.house.clock.advance(ACCESS_LASTING - timedelta(seconds=1))
    await viewer.connect(service.url, {"token": token}, transport=transport)
    before = viewer.gone.is_set()

    service.house.clock.advance(timedelta(seconds=1))

    async with asyncio.timeout(2):
        await viewer.gone.wait()
    assert not before


async def test_a_view_ends_by_itself_without_another_look_at_the_clock(
    service: LiveService, viewer: Viewer
) -> None:
    token = await service.house.token()
    await viewer.connect(service.url, {"token": token})

    service.house.clock.advance(2 * ACCESS_LASTING)

    async with asyncio.timeout(2):
        await viewer.gone.wait()


async def test_a_view_ends_with_the_session(service: LiveService, viewer: Viewer) -> None:
    root = await service.house.administrator()
    signed_in = await service.house.use.sign_in.admit.open_session(root.id)
    await viewer.connect(service.url, {"token": signed_in.access_token})

    await service.house.use.end_session(signed_in.refresh_token)

    async with asyncio.timeout(2):
        await viewer.gone.wait()


@pytest.mark.parametrize("service", [Rhythm(check_s=60, tick_s=0.2)], indirect=True)
@pytest.mark.parametrize("act", ["demoted", "disabled", "removed"])
async def test_a_view_ends_within_a_second_of_its_administrator_s_role(
    service: LiveService, viewer: Viewer, act: str
) -> None:
    root, token = await service.house.administrator("root"), await service.house.token("admin")
    other = (await service.house.use.identify(token)).administrator
    await viewer.connect(service.url, {"token": token})
    await publish_until_heard(service, viewer)
    change = service.house.use.administrators

    async with asyncio.timeout(1):
        if act == "removed":
            await change.remove(other.id, by=root)
        elif act == "disabled":
            await change.appoint(other.id, state="disabled", by=root)
        else:
            await change.appoint(other.id, role="auditor", by=root)
        await viewer.gone.wait()

    assert viewer.gone.is_set()


async def test_who_does_not_say_who_they_are_is_turned_out(service: LiveService) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{service.url}/admin/socket.io/?EIO=4&transport=websocket") as stranger,
        asyncio.timeout(2),
    ):
        told = [await stranger.receive_str() for _ in range(2)]

    opened, closed = "0", "1"
    assert [packet[:1] for packet in told] == [opened, closed]


async def test_who_sends_an_event_is_sent_away(service: LiveService, viewer: Viewer) -> None:
    other = Viewer()
    token = await service.house.token()
    await viewer.connect(service.url, {"token": token})
    await other.connect(service.url, {"token": token})

    await other.client.emit("call", {"id": "forged"}, namespace="/live")
    async with asyncio.timeout(2):
        await other.gone.wait()
    await publish_until_heard(service, viewer)

    assert (await viewer.calls.get())["id"] == "warm-up"
    assert not viewer.gone.is_set()
    await other.close()


async def test_a_message_beyond_the_limit_ends_the_connection(
    service: LiveService, viewer: Viewer
) -> None:
    await viewer.connect(service.url, {"token": await service.house.token()})

    await viewer.client.emit("call", "x" * 100_000, namespace="/live")

    async with asyncio.timeout(2):
        await viewer.gone.wait()


async def test_one_administrator_has_so_many_views_and_no_more(
    service: LiveService, viewer: Viewer
) -> None:
    token = await service.house.token()
    others = [Viewer() for _ in range(SOCKETS_EACH_MAX)]
    for other in others:
        await other.connect(service.url, {"token": token})

    with pytest.raises(Refused):
        await viewer.connect(service.url, {"token": token})
    await others[0].close()
    last = Viewer()
    await last.connect(service.url, {"token": token})

    for other in (*others[1:], last):
        await other.close()


async def test_the_heartbeat_tells_the_time(service: LiveService, viewer: Viewer) -> None:
    await viewer.connect(service.url, {"token": await service.house.token()})

    async with asyncio.timeout(2):
        tick = await viewer.ticks.get()

    assert tick == {"at": "2026-01-01T12:00:00+00:00"}


@TRANSPORTS
async def test_views_end_when_the_service_is_asked_to(
    service: LiveService, viewer: Viewer, transport: str
) -> None:
    token = await service.house.token()
    await viewer.connect(service.url, {"token": token}, transport=transport)

    service.shutdown.begin(patience_s=60)
    async with asyncio.timeout(2):
        await viewer.gone.wait()
    again = Viewer()

    with pytest.raises(Refused):
        await again.connect(service.url, {"token": token}, transport=transport)
    await again.close()


async def test_http_is_served_beside_the_sockets(service: LiveService) -> None:
    async with httpx2.AsyncClient(base_url=service.url) as client:
        probe = await client.get("/healthz")
        unknown = await client.get("/admin/socket.iox")

    assert probe.json() == {"status": "alive"}
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "not_found")
