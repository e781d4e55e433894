"""SEC-13: whatever is sent to sign in with, a stranger learns nothing and nothing breaks."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx2
import pytest

from domain.json import Json
from tests.integration.security.people import PASSWORD, at, registered
from tests.integration.system.test_a_deleted_account import stores
from tests.running import RunningSystem

WAYS_IN: Final = {"chat": "/api/auth/sign-in", "admin": "/admin/api/auth/sign-in"}
WRONG: Final = "not the password of anybody"
JSON: Final = {"content-type": "application/json"}
ODD: Final[tuple[Json, ...]] = (
    None, True, 0, -1, 1.5, 10**400, [], ["x"], [[]], {}, {"$ne": None}, {"$gt": ""},
    {"$regex": ".*"}, {"$where": "1"},
)  # fmt: skip
DEFAULTS: Final = (
    ("admin@parley.local", "admin"), ("admin@parley.local", "parley"),
    ("admin@parley.local", "password"), ("admin@localhost", "admin"), ("root@localhost", "root"),
    ("admin@example.com", "admin123"), ("test@example.com", "test"), ("admin", "admin"),
)  # fmt: skip
ACCOUNTS: Final = 3
TRIES_EACH: Final = 4


@pytest.fixture(params=sorted(WAYS_IN))
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def client(system: RunningSystem, service: str) -> AsyncGenerator[httpx2.AsyncClient]:
    # Tries are counted by address and place: this place is of this test alone.
    async with at(system, service) as found:
        found.headers["x-real-ip"] = f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"
        yield found


async def test_sec_13_what_is_no_address_and_no_password_is_refused(
    client: httpx2.AsyncClient, service: str
) -> None:
    address = f"{uuid4()}@example.com"
    texts = ["", " ", "\0", "a\0b", "\u200b", "\U0001f600", "x" * 5_000, "x" * 1_000_000]
    bodies: list[object] = [
        *({"email": odd, "password": WRONG} for odd in ODD),
        *({"email": address, "password": odd} for odd in ODD),
        *({"email": text, "password": WRONG} for text in texts),
        *({"email": f"{uuid4()}@example.com", "password": text} for text in texts),
        {"email": address}, {"password": WRONG}, {}, [], None, "x", 1,
        {"email": address, "password": WRONG, "role": "root"},
        {"email": address, "password": WRONG, "second_factor": False},
    ]  # fmt: skip
    raw = [
        b"", b"{", b"\xff\xfe", b'{"email":"a@b.c","email":"d@e.f","password":"x"}',
        b'{"email":"\\ud800@b.c","password":"\\udfff"}', b"[" * 100_000,
    ]  # fmt: skip

    told = [await client.post(WAYS_IN[service], json=body) for body in bodies]
    told += [await client.post(WAYS_IN[service], content=each, headers=JSON) for each in raw]

    assert [reply.text for reply in told if reply.status_code not in {400, 401, 413, 422}] == []
    assert all(reply.json()["error"]["message"] for reply in told)
    assert not any(WRONG in reply.text or "$" in reply.text for reply in told)
    assert not any("set-cookie" in reply.headers for reply in told)


async def test_sec_13_no_usual_name_and_password_opens(
    client: httpx2.AsyncClient, service: str
) -> None:
    told = [
        await client.post(WAYS_IN[service], json={"email": email, "password": password})
        for email, password in DEFAULTS
    ]

    assert {reply.status_code for reply in told} <= {400, 401}


async def test_sec_13_what_is_stored_of_a_password_is_no_password(
    system: RunningSystem, client: httpx2.AsyncClient, service: str
) -> None:
    email, collection = system.administrator[0], "administrators"
    async with at(system, "chat") as chat, stores(system) as (database, _):
        if service == "chat":
            email, collection = (await registered(chat)).email, "users"
        kept = await database[collection].find_one({"email": email})
    assert kept is not None
    stored = str(kept["password_hash"])

    reply = await client.post(WAYS_IN[service], json={"email": email, "password": stored})

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert reply.status_code == 401


async def test_sec_13_known_and_unknown_addresses_cost_the_same_work_and_get_the_same_words(
    system: RunningSystem, client: httpx2.AsyncClient, service: str
) -> None:
    known = [system.administrator[0]]
    async with at(system, "chat") as chat:
        if service == "chat":
            known = [(await registered(chat)).email for _ in range(ACCOUNTS)]
    unknown = [f"{uuid4()}@example.com" for _ in known]

    async def tried(addresses: list[str]) -> tuple[float, set[tuple[int, str]]]:
        began, answers = cpu_s(system.part(service).pid), set[tuple[int, str]]()
        for address in addresses:
            for _ in range(TRIES_EACH):
                body = {"email": address, "password": WRONG}
                reply = await client.post(WAYS_IN[service], json=body)
                told = reply.json()["error"]
                answers.add((reply.status_code, told["code"] + told["message"]))
        return cpu_s(system.part(service).pid) - began, answers

    of_known, words_to_known = await tried(known)
    of_unknown, words_to_unknown = await tried(unknown)

    assert words_to_known == words_to_unknown
    assert {status for status, _ in words_to_known} == {401}
    # Argon2 is most of it: whoever left it out would be four times as fast.
    assert 0.6 <= of_unknown / of_known <= 1.7


def cpu_s(pid: int) -> float:
    """Processor time of a process, whatever else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.long
async def test_sec_13_two_hundred_at_once_are_judged_or_told_to_come_back(
    system: RunningSystem, client: httpx2.AsyncClient, service: str
) -> None:
    async def one() -> httpx2.Response:
        body = {"email": f"{uuid4()}@example.com", "password": WRONG}
        return await client.post(WAYS_IN[service], json=body)

    async def healthy() -> list[float]:
        took_s: list[float] = []
        async with at(system, service) as probe:
            for _ in range(20):
                began = time.monotonic()
                assert (await probe.get("/healthz")).status_code == 200
                took_s.append(time.monotonic() - began)
        return took_s

    crowd = asyncio.gather(*(one() for _ in range(200)))
    probes = await healthy()
    replies = await crowd

    assert {reply.status_code for reply in replies} == {401, 429}
    refused = [reply for reply in replies if reply.status_code == 429]
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in refused)
    assert sorted(probes)[len(probes) // 2] < 0.5


async def test_sec_13_the_right_one_opens_all_the_same(system: RunningSystem) -> None:
    async with at(system, "chat") as chat:
        ada = await registered(chat)
        reply = await chat.post(
            WAYS_IN["chat"], json={"email": f" {ada.email.upper()} ", "password": PASSWORD}
        )

    assert reply.status_code == 200
