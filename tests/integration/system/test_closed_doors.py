"""SEC-01, SEC-08, SEC-35: nobody gets in without a right, and nothing odd is obeyed or breaks."""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx2
import pytest

from tests.integration.system.openapi_routes import Route, routes_of
from tests.running import RunningSystem

SERVICES = ("chat", "admin")
ROUTES = {service: routes_of(service) for service in SERVICES}
FOR_EVERYBODY = {
    "POST /api/auth/register",
    "POST /api/auth/provider",
    "POST /api/auth/sign-in",
    "POST /api/auth/refresh",
    "POST /api/auth/sign-out",
    "GET /api/auth/ways",
    "POST /api/auth/new-password",
    "POST /api/auth/password-reset",
    "POST /api/auth/verification",
    "GET /api/shared/{id}",
    "POST /admin/api/auth/sign-in",
    "POST /admin/api/auth/refresh",
    "POST /admin/api/auth/sign-out",
}
ENDS_THE_SESSION = {"POST /api/me/deletion", "DELETE /api/sessions"}
CHANGES_FOR_ALL = {"PUT /admin/api/offer", "POST /admin/api/offer/discover"}
OUT_OF_REACH = [
    "_id", "id", "user", "user_id", "owner", "role", "is_admin", "team_id", "balance", "budget",
    "spend", "quota", "tokens", "created_at", "verified", "allowed_routes", "$set", "__proto__",
]  # fmt: skip
ODD: list[object] = [
    {"$ne": None},
    ["$ne"],
    10**40,
    "a\x00b",
    "${JWT_SECRET}",
]
NOBODYS = "0honp50wvwdmf9x3eyv1tdtojm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """One client at each service, and what its own people are let in with."""

    clients: Mapping[str, httpx2.AsyncClient]
    rights: Mapping[str, Mapping[str, str]]

    async def ask(
        self, service: str, route: Route, headers: Mapping[str, str], body: object
    ) -> httpx2.Response:
        path = re.sub(r"\{\w+\}", NOBODYS, route.path)
        return await self.clients[service].request(
            route.method, path, json=body, headers=dict(headers)
        )


@pytest.fixture
async def doors(system: RunningSystem) -> AsyncGenerator[Doors]:
    async with AsyncExitStack() as stack:
        clients: dict[str, httpx2.AsyncClient] = {}
        for service in SERVICES:
            site = f"http://127.0.0.1:{system.ports[service.upper()]}"
            client = httpx2.AsyncClient(base_url=site, headers={"origin": site}, timeout=20)
            clients[service] = await stack.enter_async_context(client)
        account = {"email": f"{uuid4()}@example.com", "password": "correct horse battery staple"}
        person = await clients["chat"].post("/api/auth/register", json={**account, "name": "Ada"})
        email, password = system.administrator
        administrator = await clients["admin"].post(
            "/admin/api/auth/sign-in", json={"email": email, "password": password}
        )
        yield Doors(
            clients=clients,
            rights={
                "chat": {"authorization": f"Bearer {person.json()['access_token']}"},
                "admin": {"authorization": f"Bearer {administrator.json()['access_token']}"},
                "relay": {"authorization": f"Bearer {system.relay_key}"},
            },
        )


@pytest.mark.parametrize("service", SERVICES)
async def test_sec_01_every_route_is_closed_to_whoever_has_no_right_to_it(
    doors: Doors, service: str
) -> None:
    others = [rights for owner, rights in doors.rights.items() if owner != service]
    wrong = [{}, {"authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}, *others]

    found = {
        route.name: {
            (await doors.ask(service, route, headers, route.body)).status_code for headers in wrong
        }
        for route in ROUTES[service]
        if route.name not in FOR_EVERYBODY
    }

    assert {name: statuses for name, statuses in found.items() if statuses != {401}} == {}


@pytest.mark.parametrize("service", SERVICES)
async def test_sec_08_fields_that_are_not_the_callers_to_set_are_refused(
    doors: Doors, service: str
) -> None:
    obeyed: dict[str, int] = {}
    for route in ROUTES[service]:
        if route.body is not None:
            foreign = {name: "x" for name in OUT_OF_REACH if name not in route.fields}
            body = {**route.body, **foreign}
            reply = await doors.ask(service, route, doors.rights[service], body)
            obeyed[route.name] = reply.status_code

    assert {name for name, status in obeyed.items() if status not in {400, 404, 422}} == set()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("odd", ODD, ids=repr)
async def test_sec_35_odd_values_are_refused_and_break_nothing(
    doors: Doors, service: str, odd: object
) -> None:
    broken: dict[str, set[int]] = {}
    for route in ROUTES[service]:
        if route.name in ENDS_THE_SESSION | CHANGES_FOR_ALL:
            continue
        body = None if route.body is None else dict.fromkeys(route.fields, odd)
        named = await doors.ask(service, route, doors.rights[service], body)
        asked = await doors.clients[service].request(
            route.method,
            re.sub(r"\{\w+\}", "%7B%22$ne%22%3Anull%7D", route.path),
            params={"q": str(odd), "limit": str(odd), "cursor": str(odd), "after": str(odd)},
            headers=dict(doors.rights[service]),
        )
        statuses = {named.status_code, asked.status_code}
        broken[route.name] = {each for each in statuses if each >= 500}

    assert {name: found for name, found in broken.items() if found} == {}
