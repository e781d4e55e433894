"""Chat goes through the one gate: who is out of money, or over a limit, is told so in chat."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.running import RunningSystem

ANSWERED_WITHIN_S = 20.0
NO_MONEY = {"window": "total", "limit_usd": "0", "hard": True, "zone": "UTC"}
NOTHING: dict[str, None] = {
    "requests_per_minute": None,
    "tokens_per_minute": None,
    "parallel": None,
}


@dataclass
class Person:
    client: httpx2.AsyncClient
    id: str

    async def say(self, text: str) -> dict[str, Any]:
        """A message of a chat of its own, and its answer once that is over."""
        chat = (await self.client.post("/api/conversations", json={"model": "fake-echo"})).json()
        path = f"/api/conversations/{chat['id']}/messages"
        sent = await self.client.post(path, json={"text": text})
        assert sent.status_code == 202, sent.text
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            while True:
                answer: dict[str, Any] = (await self.client.get(path)).json()["messages"][-1]
                if answer["state"] != "streaming":
                    return {**answer, "generation_id": sent.json()["generation_id"]}
                await asyncio.sleep(0.1)


async def person(gateway: httpx2.AsyncClient, name: str) -> Person:
    given = {"email": f"{name}@example.com", "password": "correct horse battery", "name": name}
    signed = (await gateway.post("/api/auth/register", json=given)).json()
    gateway.headers["authorization"] = f"Bearer {signed['access_token']}"
    return Person(gateway, signed["user"]["id"])


@pytest.mark.parametrize(
    ("allowance", "code", "words"),
    [
        (
            {"limits": NOTHING, "budgets": [NO_MONEY]},
            "payment_required",
            "The budget of this user has too little left for this call",
        ),
        (
            {"limits": {**NOTHING, "requests_per_minute": 1}, "budgets": []},
            "rate_limited",
            "The limit of 1 requests a minute is reached for this user",
        ),
    ],
)
async def test_who_may_not_go_on_is_told_why_and_the_call_is_booked_as_refused(
    system: RunningSystem,
    gateway: httpx2.AsyncClient,
    admin_token: str,
    allowance: dict[str, Any],
    code: str,
    words: str,
) -> None:
    assert system.part("chat").restarts >= 0
    ada = await person(gateway, f"ada-{code}")
    before = await ada.say("hello")
    admin = {"authorization": f"Bearer {admin_token}"}
    allowed = await gateway.put(
        f"/admin/api/allowances/user/{ada.id}", json=allowance, headers=admin
    )
    assert allowed.status_code == 200, allowed.text
    await asyncio.sleep(1)  # by then every instance knows

    await ada.say("hello again")  # the one that a minute has
    answer = await ada.say("and again")

    assert before["state"] == "complete"
    assert answer["state"] == "failed"
    assert answer["error"]["code"] == code
    assert words in answer["error"]["message"]
    assert not answer["parts"]
    call = await _call(gateway, admin, answer["generation_id"])
    assert (call["outcome"], call["source"], call["cost_nano_usd"]) == ("refused", "chat", "0")


async def _call(gateway: httpx2.AsyncClient, admin: dict[str, str], id: str) -> dict[str, Any]:
    async with asyncio.timeout(ANSWERED_WITHIN_S):
        while True:
            reply = await gateway.get("/admin/api/calls?limit=200", headers=admin)
            for call in reply.json()["items"]:
                if call["id"] == id:
                    found: dict[str, Any] = call
                    return found
            await asyncio.sleep(0.1)
