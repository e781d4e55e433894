"""REL-12: what the dashboards add up is what the provider told, to the nano-dollar."""

import asyncio
import json
from datetime import timedelta
from typing import Any, Final

import httpx2

from adapters.outbound.system.clock import utc_now
from tests.integration.security.people import NO_TLS, administrators_token, at, bearer, registered
from tests.running import RunningSystem

CALLS: Final = 60
NANO_USD: Final = {"input": 150, "output": 600}
"""A token, at the price that this system is started with."""
BOOKED_WITHIN_S: Final = 20
SUMS: Final = ("requests", "input_tokens", "output_tokens", "cost_nano_usd")


async def asked(relay: httpx2.AsyncClient, key: str, number: int) -> int:
    """One of three dialects, whole or streamed; every tenth is refused before anybody is asked."""
    words = " ".join(f"word{n}" for n in range(number + 1))
    path = ("/v1/chat/completions", "/v1/messages", "/v1/responses")[number % 3]
    said = words if path == "/v1/responses" else [{"role": "user", "content": words}]
    body: dict[str, object] = {
        "model": "fake-echo" if number % 10 else "no-such-model",
        "input" if path == "/v1/responses" else "messages": said,
        "stream": number % 2 == 0,
    }
    if path == "/v1/messages":
        body["max_tokens"] = 1_000
    return (await relay.post(path, json=body, headers=bearer(key))).status_code


async def test_rel_12_sixty_calls_through_the_gateway_are_on_the_dashboards_as_they_were_told(
    system: RunningSystem,
) -> None:
    provider = json.loads(system.environment["PARLEY_PROVIDERS"])["fake"]["base_url"]
    async with (
        at(system, "chat") as chat,
        at(system, "admin") as admin,
        httpx2.AsyncClient(base_url=system.site, timeout=30, verify=NO_TLS) as gateway,
    ):
        ada = await registered(chat)
        made = await chat.post("/api/keys", json={"name": "k"}, headers=ada.rights)
        key = made.json()["secret"]
        rights = bearer(await administrators_token(system, admin))
        seen = len((await gateway.get(f"{provider.removesuffix('/v1')}/__stat")).json())

        statuses = await asyncio.gather(*(asked(gateway, key, n) for n in range(CALLS)))

        told = (await gateway.get(f"{provider.removesuffix('/v1')}/__stat")).json()[seen:]
        emitted = [each["usage_emitted"] for each in told]
        right = {
            "requests": len(told),
            "input_tokens": sum(each["input"] for each in emitted),
            "output_tokens": sum(each["output"] for each in emitted),
        }
        cost = sum(NANO_USD[name] * each[name] for each in emitted for name in NANO_USD)
        shown = await settled(admin, rights, ada.id, calls=len(told))
        own = (await chat.get("/api/usage", headers=ada.rights)).json()

    assert sorted(set(statuses)) == [200, 404]
    assert len(told) == statuses.count(200) == CALLS * 9 // 10
    assert {name: shown[name] for name in SUMS} == {**right, "cost_nano_usd": str(cost)}
    assert own["totals"]["cost_nano_usd"] == str(cost)


async def settled(
    admin: httpx2.AsyncClient, rights: Any, user: str, *, calls: int
) -> dict[str, Any]:
    """What the analysis says of one person, once all of their calls are in the books."""
    today = utc_now().date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today), "by": "user"}
    async with asyncio.timeout(BOOKED_WITHIN_S):
        while True:
            found = (await admin.get("/admin/api/analytics", params=span, headers=rights)).json()
            of_user = [part["now"] for part in found["parts"] if part["id"] == user]
            if of_user and of_user[0]["requests"] >= calls:
                return dict(of_user[0])
            await asyncio.sleep(0.2)
