"""Who calls in these tests: people and administrators, at the services behind the gateway."""

import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx2

from tests.running import RunningSystem

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Of services that speak plain HTTP; to read all authorities for each client takes its time."""
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`cookie` is their refresh token, `id` the account's."""

    email: str
    id: str
    token: str = field(repr=False)
    cookie: str = field(repr=False)
    password: str = PASSWORD

    @property
    def rights(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


def site_of(system: RunningSystem, service: str) -> str:
    """Where a service listens itself, behind the gateway."""
    return f"http://127.0.0.1:{system.ports[service.upper()]}"


@asynccontextmanager
async def at(system: RunningSystem, service: str) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of a service that keeps no cookies: each request says who it is from."""
    site = site_of(system, service)
    headers = {"origin": site}
    async with httpx2.AsyncClient(
        base_url=site, headers=headers, timeout=30, verify=NO_TLS
    ) as client:
        yield client


async def registered(chat: httpx2.AsyncClient, *, name: str = "Somebody") -> Person:
    account = {"email": f"{uuid4()}@example.com", "password": PASSWORD}
    reply = await chat.post("/api/auth/register", json={**account, "name": name})
    assert reply.status_code == 201, reply.text
    return person_of(chat, reply, account["email"])


async def signed_in(chat: httpx2.AsyncClient, person: Person) -> Person:
    """The same on another device."""
    account = {"email": person.email, "password": person.password}
    reply = await chat.post("/api/auth/sign-in", json=account)
    assert reply.status_code == 200, reply.text
    return person_of(chat, reply, person.email)


def person_of(client: httpx2.AsyncClient, reply: httpx2.Response, email: str) -> Person:
    told = reply.json()
    client.cookies.clear()
    return Person(
        email=email, id=told["user"]["id"], token=told["access_token"], cookie=cookie_in(reply)
    )


def cookie_in(reply: httpx2.Response) -> str:
    """The refresh token that an answer sets; empty for none."""
    return next((value for name, value in reply.cookies.items() if name.endswith("refresh")), "")


async def refreshed(
    chat: httpx2.AsyncClient, cookie: str, *, name: str = "parley-refresh"
) -> httpx2.Response:
    reply = await chat.post("/api/auth/refresh", headers={"cookie": f"{name}={cookie}"})
    chat.cookies.clear()
    return reply


async def administrators_token(system: RunningSystem, admin: httpx2.AsyncClient) -> str:
    email, password = system.administrator
    reply = await admin.post("/admin/api/auth/sign-in", json={"email": email, "password": password})
    assert reply.status_code == 200, reply.text
    admin.cookies.clear()
    token: str = reply.json()["access_token"]
    return token


def bearer(token: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {token}"}
