"""The administration on memory adapters, asked over HTTP."""

from dataclasses import dataclass

import httpx2
from fastapi import FastAPI

from domain.accounts.administrator import Role
from tests.unit.application.admin.admin_house import AdminHouse


@dataclass
class Service:
    house: AdminHouse
    app: FastAPI
    client: httpx2.AsyncClient

    async def sign_in(self, role: Role = "root") -> None:
        token = await self.house.token(role)
        self.client.headers["authorization"] = f"Bearer {token}"
