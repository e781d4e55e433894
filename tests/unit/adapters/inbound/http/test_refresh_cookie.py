"""SEC-27: the cookie, and who may send it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI, Request, Response

from adapters.inbound.http.refresh_cookie import RefreshCookie
from domain.accounts.session import Audience
from tests.unit.adapters.inbound.http.service_client import a_service, client_of

HTTPS = {"x-forwarded-proto": "https", "x-forwarded-host": "parley.example"}


def a_cookie_service(audience: Audience = "chat", *, plain_http_allowed: bool = True) -> FastAPI:
    app, cookie = (
        a_service(),
        RefreshCookie(audience=audience, plain_http_allowed=plain_http_allowed),
    )

    async def write(request: Request, response: Response) -> None:
        cookie.write(request, response, "t0ken", lasting=timedelta(minutes=1))

    async def clear(request: Request, response: Response) -> None:
        cookie.clear(request, response)

    async def read(request: Request) -> str:
        return cookie.read(request)

    for route in (write, clear, read):
        app.add_api_route(f"/{route.__name__}", route, methods=["POST"])
    return app


@pytest.mark.parametrize(
    ("audience", "name"), [("chat", "parley-refresh"), ("admin", "parley-admin-refresh")]
)
async def test_over_https_the_cookie_is_bound_to_the_host(audience: Audience, name: str) -> None:
    async with client_of(a_cookie_service(audience, plain_http_allowed=False)) as client:
        written = await client.post("/write", headers=HTTPS)
        cleared = await client.post("/clear", headers=HTTPS)

    attributes = "HttpOnly; Max-Age=60; Path=/; SameSite=strict; Secure"
    assert written.headers["set-cookie"] == f"__Host-{name}=t0ken; {attributes}"
    assert cleared.headers["set-cookie"].startswith(f'__Host-{name}=""; ')
    assert "Max-Age=0; Path=/; SameSite=strict; Secure" in cleared.headers["set-cookie"]


@pytest.mark.parametrize(
    "host", ["localhost:8080", "127.0.0.1", "127.8.8.8", "[::1]:80", "a.localhost"]
)
async def test_on_the_own_machine_plain_http_will_do(host: str) -> None:
    async with client_of(a_cookie_service()) as client:
        reply = await client.post("/write", headers={"host": host})

    attributes = "HttpOnly; Max-Age=60; Path=/; SameSite=strict"
    assert reply.headers["set-cookie"] == f"parley-refresh=t0ken; {attributes}"


@pytest.mark.parametrize(
    "host", ["parley.example", "10.0.0.1", "localhost.evil.example", "[::1", ""]
)
async def test_elsewhere_plain_http_is_refused(host: str) -> None:
    async with client_of(a_cookie_service()) as client:
        reply = await client.post("/write", headers={"host": host})

    assert reply.status_code == 403
    assert "https" in reply.json()["error"]["message"]
    assert "set-cookie" not in reply.headers


async def test_plain_http_can_be_forbidden_altogether() -> None:
    async with client_of(a_cookie_service(plain_http_allowed=False)) as client:
        reply = await client.post("/write")

    assert reply.status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "https://parley.example"}, 200),
        ({"origin": "HTTPS://Parley.Example"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://parley.example"}, 403),
        ({"origin": "https://parley.example.evil"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://parley.example", "sec-fetch-site": "cross-site"}, 403),
    ],
)
async def test_only_our_own_pages_use_the_cookie(headers: dict[str, str], status: int) -> None:
    cookie = {"cookie": "__Host-parley-refresh=t0ken"}

    async with client_of(a_cookie_service()) as client:
        reply = await client.post("/read", headers={**HTTPS, **cookie, **headers})

    assert reply.status_code == status


@pytest.mark.parametrize(
    "cookie",
    ["", "__Host-parley-refresh=", "parley-refresh=t0ken", "__Host-parley-admin-refresh=t"],
)
async def test_another_cookie_signs_nobody_in(cookie: str) -> None:
    async with client_of(a_cookie_service()) as client:
        reply = await client.post("/read", headers={**HTTPS, "cookie": cookie})

    assert reply.status_code == 401


async def test_the_token_is_read_back() -> None:
    async with client_of(a_cookie_service()) as client:
        await client.post("/write")
        reply = await client.post("/read")

    assert reply.json() == "t0ken"
