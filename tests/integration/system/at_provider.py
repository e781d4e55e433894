"""A browser at the provider of identities that the fake upstream plays."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import httpx2


async def brought_back(address: str, email: str) -> dict[str, str]:
    """Say who one is there; what stands in the address of the way back."""
    async with httpx2.AsyncClient() as browser:
        page = await browser.get(address)
        assert "Who are you?" in page.text
        form = {"email": email, "name": "Ada"}
        sent = await browser.post(address, data=form)
    found = dict(parse_qsl(urlsplit(sent.headers["location"]).query))
    return {"code": found["code"], "state": found["state"], "issuer": found["iss"]}


async def entered(site: httpx2.AsyncClient, email: str) -> httpx2.Response:
    begun = await site.post("/api/auth/provider", json={"provider": "first"})
    back = await brought_back(begun.json()["address"], email)
    return await site.post("/api/auth/provider/return", json={"provider": "first", **back})


async def linked(
    site: httpx2.AsyncClient, headers: Mapping[str, str], *, password: str, email: str = ""
) -> dict[str, str]:
    body = {"provider": "first", "password": password}
    begun = await site.post("/api/identities", json=body, headers=dict(headers))
    back = await brought_back(begun.json()["address"], email or f"{uuid4()}@example.com")
    reply = await site.post(
        "/api/identities/return", json={"provider": "first", **back}, headers=dict(headers)
    )
    assert reply.status_code == 200, reply.text
    found: dict[str, str] = reply.json()
    return found
