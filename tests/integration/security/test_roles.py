"""SEC-09: of every route of the administration, each role may do what the table says, no more."""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Final
from uuid import uuid4

import httpx2
import pytest

from adapters.outbound.mongo.administrators import MongoAdministrators
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.passwords import Argon2Passwords
from domain.accounts.administrator import Administrator
from domain.accounts.user import email
from domain.ids import AdministratorId
from tests.integration.security.people import PASSWORD, administrators_token, at, bearer, registered
from tests.integration.system.openapi_routes import routes_of
from tests.integration.system.test_a_deleted_account import stores
from tests.running import ROOT, RunningSystem

LOWER: Final = ("admin", "auditor")
ROLES: Final = ("root", *LOWER)
NOBODYS: Final = "0honp50wvwdmf9x3eyv1tdtojm"
QUIET: Final = {"condition": {"kind": "journal_behind", "seconds": 3_600}, "is_on": False}
MORE: Final[Mapping[str, Mapping[str, object]]] = {
    "POST /admin/api/alert-rules": QUIET,
    "PUT /admin/api/alert-rules/{rule_id}": QUIET,
}
"""What is more than the least that their schemas take."""
CHANGES_FOR_ALL: Final = {"PUT /admin/api/offer"}
"""Not sent by those who may: others use this system too."""


@pytest.fixture
async def admin(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with at(system, "admin") as client:
        yield client


async def rights_of_roles(
    system: RunningSystem, admin: httpx2.AsyncClient
) -> dict[str, Mapping[str, str]]:
    found = {"root": bearer(await administrators_token(system, admin))}
    passwords = Argon2Passwords()
    async with stores(system) as (database, _):
        for role in LOWER:
            made = Administrator(
                id=AdministratorId(uuid4().hex),
                email=email(f"{uuid4()}@example.com"),
                name=role,
                role=role,
                password_hash=await passwords.hash(PASSWORD),
                created_at=utc_now(),
            )
            await MongoAdministrators(database).add(made)
            reply = await admin.post(
                "/admin/api/auth/sign-in", json={"email": made.email, "password": PASSWORD}
            )
            assert reply.json()["administrator"]["role"] == role, reply.text
            found[role] = bearer(reply.json()["access_token"])
    admin.cookies.clear()
    return found


def path_of(path: str, *, somebody: str) -> str:
    """Of somebody who is there where it is about people, else of nothing."""
    named = path.replace("{subject}/{id}", f"user/{somebody}").replace("{user_id}", somebody)
    return re.sub(r"\{\w+\}", NOBODYS, named)


def table() -> Iterator[tuple[str, str, set[str]]]:
    """Method, path and roles of each route that wants a token, as `docs/access.md` has them."""
    for line in (ROOT / "docs/access.md").read_text().splitlines():
        cells = [each.strip("` ") for each in line.split("|")[1:-1]]
        if cells[:1] == ["admin"] and "token" in cells[3]:
            everybody = cells[4] == "whoever is signed in"
            roles = set[str](ROLES) if everybody else set(cells[4].split(", "))
            yield cells[1], cells[2], roles


async def test_sec_09_each_role_may_do_what_the_table_says_and_no_more(
    system: RunningSystem, admin: httpx2.AsyncClient
) -> None:
    rights = await rights_of_roles(system, admin)
    async with at(system, "chat") as chat:
        somebody = await registered(chat)
    bodies: dict[str, dict[str, object]] = {
        route.name: {**(route.body or {}), **MORE.get(route.name, {})}
        for route in routes_of("admin")
    }
    routes = list(table())

    wrong: list[str] = []
    for method, path, roles in routes:
        name = f"{method} {path}"
        for role in ROLES:
            may = role in roles
            if may and name in CHANGES_FOR_ALL:
                continue
            reply = await admin.request(
                method,
                path_of(path, somebody=somebody.id),
                json=bodies[name],
                headers=rights[role],
            )
            told = reply.json()["error"]["message"] if reply.status_code == 403 else ""
            if may == told.startswith("your role") or reply.status_code in {401, 500}:
                wrong.append(f"{role}: {name}: {reply.status_code} {told}")

    assert len(routes) > 40
    assert wrong == []


async def test_sec_09_no_key_of_a_person_is_wider_than_the_person(
    system: RunningSystem, admin: httpx2.AsyncClient
) -> None:
    rights = bearer(await administrators_token(system, admin))
    async with at(system, "chat") as chat, at(system, "relay") as relay:
        ada = await registered(chat)
        granted = await admin.put(
            f"/admin/api/users/{ada.id}/models", json={"models": ["fake-echo"]}, headers=rights
        )
        wide = {"name": "wide", "scope": {"models": ["*"]}}
        key = (await chat.post("/api/keys", json=wide, headers=ada.rights)).json()

        async def asked(model: str) -> int:
            body = {"model": model, "messages": [{"role": "user", "content": "hello"}]}
            sent = bearer(key["secret"])
            return (await relay.post("/v1/chat/completions", json=body, headers=sent)).status_code

        listed = (await relay.get("/v1/models", headers=bearer(key["secret"]))).json()["data"]
        before = [await asked("fake-echo"), await asked("fake-slow")]
        narrowed = await admin.put(
            f"/admin/api/users/{ada.id}/models", json={"models": []}, headers=rights
        )
        after = [await asked("fake-echo"), await asked("fake-slow")]

    assert (granted.status_code, narrowed.status_code) == (200, 200), key
    assert [each["id"] for each in listed] == ["fake-echo"]
    assert before[0] == 200
    assert {before[1], *after} <= {403, 404}
