"""The chat service on memory adapters, asked over HTTP."""

from dataclasses import dataclass

import httpx2
from fastapi import FastAPI

from adapters.inbound.http.shutdown import Shutdown
from tests.unit.application.chat.chat_house import House

ADA = {"email": "ada@x.org", "password": "correct horse", "name": "Ada"}


@dataclass
class Service:
    house: House
    shutdown: Shutdown
    app: FastAPI
    client: httpx2.AsyncClient

    async def register(self, **body: str) -> dict[str, str]:
        reply = await self.client.post("/api/auth/register", json={**ADA, **body})
        assert reply.status_code == 201
        return {"authorization": f"Bearer {reply.json()['access_token']}"}

    async def send(self, headers: dict[str, str], text: str = "hi") -> dict[str, str]:
        chat = (await self.client.post("/api/conversations", json={}, headers=headers)).json()
        path = f"/api/conversations/{chat['id']}/messages"
        sent = await self.client.post(path, json={"text": text}, headers=headers)
        assert sent.status_code == 202
        return {
            "chat": chat["id"],
            "message": sent.json()["message"]["id"],
            "generation": sent.json()["generation_id"],
            "path": path,
        }
