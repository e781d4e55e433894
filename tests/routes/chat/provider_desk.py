"""A chat service where people may come by two providers of identities."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

import httpx2

from adapters.outbound.oidc.discovery import Discovery
from adapters.outbound.oidc.provider import OidcClient, OidcProvider
from domain.accounts.identity import ProviderRules
from domain.accounts.registration import Registration
from tests.issuer import CLIENT, SECRET, Issuer, Issuers
from tests.routes.chat.conftest import a_service
from tests.routes.chat.service import Service
from tests.unit.application.chat.chat_house import Clock, House

SITE = "http://localhost:8080"


@dataclass
class Desk:
    service: Service
    first: Issuer
    second: Issuer

    @property
    def client(self) -> httpx2.AsyncClient:
        return self.service.client

    async def sent(self, provider: str = "first") -> str:
        """Where the browser is sent; it has the cookie."""
        reply = await self.client.post("/api/auth/provider", json={"provider": provider})
        assert reply.status_code == 200, reply.text
        return str(reply.json()["address"])

    async def back(self, provider: str, address: str, **more: str) -> httpx2.Response:
        """The page that the provider sent the browser to asks us."""
        body = {"provider": provider, **brought(address), **more}
        return await self.client.post("/api/auth/provider/return", json=body)

    async def enter(self, email: str = "ada@x.org", **claims: object) -> httpx2.Response:
        return await self.back("first", self.first.welcome(await self.sent(), email, **claims))

    async def link(
        self, headers: dict[str, str], email: str, *, password: str = ""
    ) -> httpx2.Response:
        body = {"provider": "first", "password": password}
        begun = await self.client.post("/api/identities", json=body, headers=headers)
        if not begun.is_success:
            return begun
        address = self.first.welcome(begun.json()["address"], email)
        given = {"provider": "first", **brought(address)}
        return await self.client.post("/api/identities/return", json=given, headers=headers)


def brought(address: str) -> dict[str, str]:
    """What stands in the address of the way back."""
    found = dict(parse_qsl(urlsplit(address).query))
    return {"code": found["code"], "state": found["state"], "issuer": found["iss"]}


def bearer(reply: httpx2.Response) -> dict[str, str]:
    assert reply.status_code in {200, 201}, reply.text
    return {"authorization": f"Bearer {reply.json()['access_token']}"}


@asynccontextmanager
async def a_desk(
    rules: ProviderRules | None = None,
    registration: Registration | None = None,
    *,
    emails_are_confirmed: bool = False,
) -> AsyncGenerator[Desk]:
    clock = Clock()
    first, second = (
        Issuer(url=f"https://{name}.example/realm", now_s=lambda: clock().timestamp())
        for name in ("first", "second")
    )
    given = rules or ProviderRules(name="first", label="First")
    providers = {
        name: OidcProvider(
            replace(given, name=name, label=name.title()),
            OidcClient(
                issuer=issuer.url,
                client_id=CLIENT,
                redirect_uri=f"{SITE}/sign-in/{name}",
                scopes=("openid", "email", "profile"),
                client_secret=SECRET,
                emails_are_confirmed=emails_are_confirmed,
            ),
            discovery=Discovery(
                issuer.url,
                label=name.title(),
                egress=Issuers([first, second]),
                stopwatch=lambda: clock().timestamp(),
            ),
            clock=clock,
        )
        for name, issuer in (("first", first), ("second", second))
    }
    house = House(clock=clock, registration=registration or Registration(), providers={**providers})
    async with a_service(house) as service:
        yield Desk(service, first, second)
