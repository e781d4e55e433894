"""REL-17: kill -9 in an answer: nothing that was shown is lost, and it is paid once."""

import asyncio
import json
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.running import RunningSystem

WORDS = 400
QUESTION = " ".join(f"word{n}" for n in range(WORDS))
"""The slow model says it back in twenty seconds."""
SAVED_WITHIN_S = 1.0
CLOSED_WITHIN_S = 60.0


@dataclass
class Shown:
    """What a viewer saw of an answer, and when."""

    seen: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])

    @property
    def text(self) -> str:
        return self.seen[-1][1] if self.seen else ""

    def until(self, moment: float) -> str:
        return max((text for at, text in self.seen if at <= moment), key=len, default="")

    def tell(self, event: str, data: dict[str, Any]) -> None:
        if event == "snapshot":
            parts = [part["text"] for part in data["message"]["parts"] if "text" in part]
            self.seen.append((time.monotonic(), "".join(parts)))
        elif event == "delta":
            self.seen.append((time.monotonic(), self.text + data["text"]))


async def watch(client: httpx2.AsyncClient, generation: str, shown: Shown, words: int) -> None:
    """Follow until so many words were shown."""
    async with client.stream("GET", f"/api/generations/{generation}/events") as stream:
        event = ""
        async for line in stream.aiter_lines():
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                shown.tell(event, json.loads(line.removeprefix("data: ")))
                if len(shown.text.split()) >= words:
                    return


async def answer_of(client: httpx2.AsyncClient, path: str) -> dict[str, Any]:
    """The answer once it is closed; the service may still be away."""
    async with asyncio.timeout(CLOSED_WITHIN_S):
        while True:
            reply = await client.get(path)
            if reply.status_code == 200:
                answer: dict[str, Any] = reply.json()["messages"][-1]
                if answer["state"] != "streaming":
                    return answer
            await asyncio.sleep(0.2)


async def test_a_killed_answer_keeps_what_was_shown_and_is_booked_once(
    system: RunningSystem, gateway: httpx2.AsyncClient, admin_token: str
) -> None:
    person = {"email": "ada@example.com", "password": "correct horse battery", "name": "Ada"}
    signed = (await gateway.post("/api/auth/register", json=person)).json()
    gateway.headers["authorization"] = f"Bearer {signed['access_token']}"
    chat = (await gateway.post("/api/conversations", json={"model": "fake-slow"})).json()
    path = f"/api/conversations/{chat['id']}/messages"
    sent = (await gateway.post(path, json={"text": QUESTION})).json()
    shown = Shown()
    before = system.part("chat")

    await watch(gateway, sent["generation_id"], shown, words=60)
    os.kill(before.pid, signal.SIGKILL)
    killed = time.monotonic()
    answer = await answer_of(gateway, path)

    kept = "".join(part["text"] for part in answer["parts"])
    must_be_kept = shown.until(killed - SAVED_WITHIN_S)
    assert answer["state"] == "interrupted"
    assert len(must_be_kept.split()) > 20
    assert kept.startswith(must_be_kept)
    assert QUESTION.startswith(kept)
    assert system.part("chat").restarts == before.restarts + 1

    headers = {"authorization": f"Bearer {admin_token}"}
    calls = (await gateway.get("/admin/api/calls?limit=200", headers=headers)).json()["items"]
    booked = [call for call in calls if (call["user"] or {}).get("id") == signed["user"]["id"]]
    assert [(call["id"], call["outcome"]) for call in booked] == [
        (sent["generation_id"], "recovered")
    ]
