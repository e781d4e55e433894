"""SEC-12: a refresh token is good once; tabs stay signed in, thieves and the signed out do not."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Final

import httpx2
import pytest

from tests.integration.security.people import (
    Person,
    administrators_token,
    at,
    bearer,
    cookie_in,
    refreshed,
    registered,
    signed_in,
)
from tests.running import RunningSystem

TABS: Final = 20
AT_ONCE_S: Final = 1.0


@pytest.fixture
async def chat(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with at(system, "chat") as client:
        yield client


@pytest.fixture
async def admin(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with at(system, "admin") as client:
        yield client


async def is_let_in(chat: httpx2.AsyncClient, token: str) -> bool:
    reply = await chat.get("/api/me", headers=bearer(token))
    assert reply.status_code in {200, 401}, reply.text
    return reply.status_code == 200


async def test_sec_12_twenty_tabs_that_refresh_at_once_stay_signed_in(
    chat: httpx2.AsyncClient,
) -> None:
    ada = await registered(chat)

    replies = await asyncio.gather(*(refreshed(chat, ada.cookie) for _ in range(TABS)))
    successors = {cookie_in(reply) for reply in replies}
    after = await refreshed(chat, successors.pop())

    assert [reply.status_code for reply in replies] == [200] * TABS
    assert successors == set()
    assert after.status_code == 200
    assert all([await is_let_in(chat, reply.json()["access_token"]) for reply in replies])


async def test_sec_12_an_old_token_whose_successor_was_used_ends_all_of_it_and_is_noted(
    system: RunningSystem, chat: httpx2.AsyncClient, admin: httpx2.AsyncClient
) -> None:
    ada = await registered(chat)
    first = await refreshed(chat, ada.cookie)
    second = await refreshed(chat, cookie_in(first))

    stolen = await refreshed(chat, ada.cookie)
    own = await refreshed(chat, cookie_in(second))

    rights = bearer(await administrators_token(system, admin))
    acts = (await admin.get("/admin/api/audit?limit=50", headers=rights)).json()["items"]
    noted = [each for each in acts if each["action"] == "refresh" and ada.id in str(each)]
    assert (stolen.status_code, own.status_code) == (401, 401)
    assert (cookie_in(stolen), cookie_in(own)) == ("", "")
    tokens = [ada.token, *(reply.json()["access_token"] for reply in (first, second))]
    assert [await is_let_in(chat, token) for token in tokens] == [False] * 3
    assert [each["outcome"] for each in noted] == ["refused"]


async def test_sec_12_what_is_no_token_of_this_service_refreshes_nothing(
    chat: httpx2.AsyncClient, admin: httpx2.AsyncClient
) -> None:
    ada = await registered(chat)
    session, _, secret = ada.cookie.partition(".")
    tokens = [
        session, f"{session}.", f"{session}.x", f".{secret}", secret, ada.token, "null", ".", "x.y",
        f"{session}.{secret}.x", f"{session}.{secret[:-1]}", f"*.{secret}", "a" * 4_000,
    ]  # fmt: skip

    at_chat = [(await refreshed(chat, each)).status_code for each in tokens]
    reply = await admin.post(
        "/admin/api/auth/refresh", headers={"cookie": f"parley-admin-refresh={ada.cookie}"}
    )
    other_names = [
        (await refreshed(chat, ada.cookie, name=name)).status_code
        for name in ("parley-admin-refresh", "__Host-parley-refresh", "refresh")
    ]

    assert set(at_chat) == {401}
    assert reply.status_code == 401
    assert set(other_names) == {401}


@pytest.mark.parametrize("ending", ["sign-out", "password", "disabled", "everywhere"])
async def test_sec_12_whoever_was_signed_out_is_out_within_a_second(
    system: RunningSystem, chat: httpx2.AsyncClient, admin: httpx2.AsyncClient, ending: str
) -> None:
    ada = await registered(chat)
    here = await signed_in(chat, ada)

    await end(ending, ada, here, system=system, chat=chat, admin=admin)
    began = time.monotonic()
    is_in = await is_let_in(chat, ada.token)
    again = await refreshed(chat, ada.cookie)
    took_s = time.monotonic() - began

    assert (is_in, again.status_code) == (False, 401)
    assert took_s < AT_ONCE_S


async def end(
    ending: str,
    ada: Person,
    here: Person,
    *,
    system: RunningSystem,
    chat: httpx2.AsyncClient,
    admin: httpx2.AsyncClient,
) -> None:
    """End the first of two sessions, in one of the ways that there are."""
    match ending:
        case "sign-out":
            cookie = {"cookie": f"parley-refresh={ada.cookie}"}
            reply = await chat.post("/api/auth/sign-out", headers=cookie)
        case "password":
            change = {"present": ada.password, "new": "another battery staple"}
            reply = await chat.post("/api/me/password", json=change, headers=here.rights)
            changed = replace(ada, password=change["new"])
            assert (await signed_in(chat, changed)).id == ada.id
        case "everywhere":
            reply = await chat.delete("/api/sessions", headers=here.rights)
        case _:
            rights = bearer(await administrators_token(system, admin))
            reply = await admin.patch(
                f"/admin/api/users/{ada.id}", json={"state": "disabled"}, headers=rights
            )
    assert reply.is_success, reply.text
