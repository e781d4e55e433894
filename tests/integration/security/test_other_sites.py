"""SEC-27: no other site's page acts for somebody, reading changes nothing, headers say so."""

import ssl
from collections.abc import AsyncGenerator
from typing import Final

import httpx2
import pytest

from tests.integration.security.people import (
    PASSWORD,
    administrators_token,
    at,
    bearer,
    registered,
)
from tests.integration.system.openapi_routes import Route, routes_of
from tests.integration.system.test_a_deleted_account import BOOKS, everything, stores
from tests.integration.system.test_strangers import asked, belongings
from tests.running import RunningSystem

COOKIES: Final = {"chat": "parley-refresh", "admin": "parley-admin-refresh"}
BY_COOKIE: Final = {
    "chat": (
        "auth/refresh", "auth/sign-out", "auth/sign-in", "auth/register", "auth/second-factor",
        "auth/password-reset", "auth/new-password",
    ),
    "admin": ("auth/refresh", "auth/sign-out", "auth/sign-in", "auth/second-factor"),
}  # fmt: skip
LATER: Final = {"search_states"}
"""How far the search has read what was written before."""
BASES: Final = {"chat": "/api/", "admin": "/admin/api/"}
PAGES: Final = ("/", "/c/x", "/admin/", "/admin/users", "/api/me", "/admin/api/me", "/v1/models")


def foreign(site: str) -> list[dict[str, str]]:
    """What browsers say of other sites, and what looks like our own address and is not."""
    host = site.partition("://")[2]
    origins = (
        "https://evil.example", "null", "", f"{site}.evil.example", f"http://evil.example/{site}",
        f"http://evil{host}", f"https://{host}", f"{site}@evil.example", f"{site}:80", f"{site}0",
        f"{site}/", f"file://{host}", "http://localhost", "http://127.0.0.1", f"{site}, evil",
    )  # fmt: skip
    sent = [{"origin": origin} for origin in origins]
    fetched = ("cross-site", "same-site", "none")
    return [*sent, *({"sec-fetch-site": each, "origin": site} for each in fetched)]


@pytest.fixture
async def site(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=system.site, timeout=30) as client:
        yield client


@pytest.mark.parametrize("service", ["chat", "admin"])
async def test_sec_27_no_other_site_s_page_acts_by_a_cookie(
    system: RunningSystem, service: str
) -> None:
    async with at(system, service) as client:
        own = client.headers.pop("origin")
        obeyed = [
            (path, headers, status)
            for path in BY_COOKIE[service]
            for headers in foreign(own)
            if (status := await sent(client, BASES[service] + path, headers)) != 403
        ]
        without = await sent(client, f"{BASES[service]}auth/refresh", {})

    assert obeyed == []
    assert without == 401


async def sent(client: httpx2.AsyncClient, path: str, headers: dict[str, str]) -> int:
    body = {"email": "ada@example.com", "password": PASSWORD, "name": "Ada"}
    told = {
        "second-factor": {"challenge": "x", "code": "000000"},
        "password-reset": {"email": "ada@example.com"},
        "new-password": {"ticket": "x", "password": PASSWORD},
        "register": body,
        "sign-in": {name: body[name] for name in ("email", "password")},
    }
    reply = await client.post(path, json=told.get(path.rpartition("/")[2]), headers=headers)
    return reply.status_code


async def test_sec_27_no_form_that_a_page_can_send_is_read(site: httpx2.AsyncClient) -> None:
    """Three content types go to other sites without a preflight; ours are JSON."""
    body = {"email": "ada@example.com", "password": PASSWORD}
    as_text = b'{"email": "ada@example.com", "password": "x"}'

    told = [
        await site.post("/api/auth/sign-in", data=body),
        await site.post("/api/auth/sign-in", files={"email": (None, "ada@example.com")}),
        await site.post(
            "/api/auth/sign-in", content=as_text, headers={"content-type": "text/plain"}
        ),
        await site.post("/api/auth/sign-in", content=as_text, headers={"content-type": ""}),
    ]

    assert {reply.status_code for reply in told} == {422}


@pytest.mark.parametrize("service", ["chat", "admin"])
async def test_sec_27_a_cookie_alone_opens_no_route(system: RunningSystem, service: str) -> None:
    async with at(system, service) as client, at(system, "chat") as chat:
        ada = await registered(chat)
        cookie = {"cookie": f"{COOKIES['chat']}={ada.cookie}; {COOKIES['admin']}={ada.cookie}"}
        routes = [route for route in routes_of(service) if "/auth/" not in route.path]

        found = {
            route.name: (
                await client.request(route.method, route.path, json=route.body, headers=cookie)
            ).status_code
            for route in routes
            if not route.path.startswith("/api/shared/")
        }

    assert {name: status for name, status in found.items() if status != 401} == {}


async def test_sec_27_no_other_site_reads_an_answer(site: httpx2.AsyncClient) -> None:
    paths = ("/api/me", "/api/auth/sign-in", "/admin/api/me", "/admin/socket.io/?EIO=4", "/")
    for path in paths:
        for headers in foreign(str(site.base_url).rstrip("/")):
            preflight = {**headers, "access-control-request-method": "POST"}
            told = [
                await site.options(path, headers=preflight),
                await site.get(path, headers=headers),
            ]
            names = {name for reply in told for name in reply.headers}
            assert {name for name in names if name.startswith("access-control")} == set(), path
            assert told[0].status_code in {403, 405}

    open_to_all = await site.get("/v1/models", headers={"origin": "https://a.example"})
    assert open_to_all.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in open_to_all.headers


def gets(service: str) -> list[Route]:
    return [route for route in routes_of(service) if route.method == "GET"]


async def test_sec_27_to_read_changes_nothing(system: RunningSystem) -> None:
    async with (
        at(system, "chat") as chat,
        at(system, "admin") as admin,
        stores(system) as (database, _),
    ):
        ada = await registered(chat)
        hers = await belongings(chat, ada.rights)
        events = f"/api/generations/{hers['generation']}/events"
        assert "final" in (await chat.get(events, headers=ada.rights)).text
        rights = bearer(await administrators_token(system, admin))

        async def kept() -> dict[str, str]:
            return {
                name: text
                for name, text in (await everything(database)).items()
                if name not in BOOKS | LATER
            }

        before = await kept()
        for route in gets("chat"):
            if "{" in route.path and "shared" not in route.path:
                await asked(chat, route, ada.rights, hers)
            elif "{" not in route.path:
                await chat.get(route.path, params={"q": "x"}, headers=ada.rights)
        for route in gets("admin"):
            named = route.path.replace("{subject}/{id}", f"user/{ada.id}")
            await admin.get(named.replace("{user_id}", ada.id), headers=rights)
        after = await kept()

    assert {name for name in before if before[name] != after[name]} == set()


def policy(reply: httpx2.Response) -> dict[str, set[str]]:
    told = reply.headers["content-security-policy"].split(";")
    words = [each.split() for each in told if each.strip()]
    assert len({word[0] for word in words}) == len(words), "a directive that is said twice"
    return {word[0]: set(word[1:]) for word in words}


@pytest.mark.parametrize("path", PAGES)
async def test_sec_27_no_policy_has_a_hole_that_csp_evaluator_would_name(
    site: httpx2.AsyncClient, path: str
) -> None:
    told = policy(await site.get(path))

    scripts = told.get("script-src", told["default-src"])
    assert told["default-src"] == {"'none'"}
    assert scripts <= {"'self'", "'none'"}
    assert told.get("object-src", told["default-src"]) == {"'none'"}
    assert told["base-uri"] == {"'none'"}
    assert told["frame-ancestors"] == {"'none'"}
    assert told["form-action"] <= {"'self'", "'none'"}
    allowed = set[str]().union(*told.values())
    assert allowed & {"*", "http:", "https:", "'unsafe-eval'", "'unsafe-hashes'"} == set()
    assert [name for name, each in told.items() if "'unsafe-inline'" in each] in (
        [],
        ["style-src"],
    )
    assert [name for name, each in told.items() if "data:" in each] in ([], ["img-src"])
    assert {name for name in told if not name.endswith("-src")} <= {
        "base-uri", "form-action", "frame-ancestors",
    }  # fmt: skip


@pytest.mark.parametrize("service", ["chat", "admin"])
async def test_sec_27_over_https_the_cookie_is_of_this_host_alone(
    system: RunningSystem, trust: ssl.SSLContext, service: str
) -> None:
    async with (
        httpx2.AsyncClient(base_url=system.secure_site, verify=trust) as client,
        at(system, "chat") as chat,
    ):
        email, password = system.administrator
        if service == "chat":
            email, password = (await registered(chat)).email, PASSWORD
        reply = await client.post(
            f"{BASES[service]}auth/sign-in", json={"email": email, "password": password}
        )

    cookie = reply.headers["set-cookie"]
    assert reply.status_code == 200
    assert len(reply.headers.get_list("set-cookie")) == 1
    assert cookie.startswith(f"__Host-{COOKIES[service]}=")
    flags = {each.strip().casefold() for each in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= flags
    assert not any(each.startswith("domain") for each in flags)
