"""One whole system for the session: gateway, services and stores, with the fake upstream behind."""

import ssl
from collections.abc import AsyncGenerator, Iterator

import httpx2
import pytest

from tests.running import RunningSystem, letting_in, offering, running_system, running_upstream
from tests.upstream.server import MODELS

PRICE = {"input": "0.15", "output": "0.60"}


@pytest.fixture(scope="session")
def system() -> Iterator[RunningSystem]:
    with (
        running_upstream() as upstream,
        running_system(
            {
                "PARLEY_LOCAL_MODEL": "false",
                **offering(upstream, MODELS, price=PRICE),
                **letting_in(upstream, "first"),
            }
        ) as running,
    ):
        yield running


@pytest.fixture
def trust(system: RunningSystem) -> ssl.SSLContext:
    """Trusts the certificate that the system made for itself, and no other."""
    return ssl.create_default_context(cafile=system.certificate)


@pytest.fixture
async def gateway(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=system.site) as client:
        yield client


@pytest.fixture
async def admin_token(system: RunningSystem, gateway: httpx2.AsyncClient) -> str:
    email, password = system.administrator
    reply = await gateway.post(
        "/admin/api/auth/sign-in", json={"email": email, "password": password}
    )
    assert reply.status_code == 200, reply.text
    token: str = reply.json()["access_token"]
    return token
