"""Signing in by a provider of identities, through the gateway, over real connections."""

import ssl
from uuid import uuid4

import httpx2

from tests.integration.system.at_provider import brought_back, entered
from tests.running import RunningSystem


async def test_somebody_comes_by_a_provider_once_and_again(
    system: RunningSystem, gateway: httpx2.AsyncClient
) -> None:
    email = f"{uuid4()}@example.com"
    first = await entered(gateway, email)
    again = await entered(gateway, email)

    assert first.status_code == 200, first.text
    assert first.json()["user"]["email"] == email
    assert again.json()["user"]["id"] == first.json()["user"]["id"]
    headers = {"authorization": f"Bearer {again.json()['access_token']}"}
    assert (await gateway.get("/api/me", headers=headers)).json()["has_password"] is False
    logged = (system.home / "logs" / "access.log").read_text() + str(system.log("chat"))
    assert "/api/auth/provider/return" in logged
    assert "code=" not in logged


async def test_sec_12_a_way_back_is_good_once_and_in_one_browser(
    system: RunningSystem, trust: ssl.SSLContext
) -> None:
    site = system.secure_site
    async with (
        httpx2.AsyncClient(base_url=site, verify=trust) as mine,
        httpx2.AsyncClient(base_url=site, verify=trust) as other,
    ):
        begun = await mine.post("/api/auth/provider", json={"provider": "first"})
        cookie = begun.headers["set-cookie"]
        back = await brought_back(begun.json()["address"], f"{uuid4()}@example.com")
        body = {"provider": "first", **back}
        await other.post("/api/auth/provider", json={"provider": "first"})
        elsewhere = await other.post("/api/auth/provider/return", json=body)
        kept = dict(mine.cookies)
        here = await mine.post("/api/auth/provider/return", json=body)
        mine.cookies.update(kept)
        again = await mine.post("/api/auth/provider/return", json=body)

    assert cookie.startswith("__Host-parley-provider=")
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=strict"))
    assert [each.status_code for each in (elsewhere, here, again)] == [401, 200, 401]
