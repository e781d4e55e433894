import base64
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx2
import pytest

from adapters.inbound.admin.app import create_app
from domain.accounts import totp
from tests.builders import a_session, a_user
from tests.contracts.second_factors import a_factor
from tests.unit.application.admin.admin_house import PASSWORD, AdminHouse

ME = "/admin/api/me"
PATH = f"{ME}/second-factor"
ADAS = "/admin/api/users/ada/second-factor"
OFFER: dict[str, object] = {"version": 0, "providers": {}, "models": [], "removed": []}


class Office:
    def __init__(self, house: AdminHouse, client: httpx2.AsyncClient) -> None:
        self.house, self.client = house, client
        self.secret = b""

    async def sign_in(self) -> httpx2.Response:
        body = {"email": "root@x.org", "password": PASSWORD}
        reply = await self.client.post("/admin/api/auth/sign-in", json=body)
        if reply.status_code == 200:
            self.client.headers["authorization"] = f"Bearer {reply.json()['access_token']}"
        return reply

    async def turn_on(self) -> None:
        begun = await self.client.post(PATH, json={"password": PASSWORD})
        self.secret = base64.b32decode(begun.json()["secret"])
        confirmed = await self.client.post(f"{PATH}/confirmation", json={"code": self.code()})
        assert len(confirmed.json()["codes"]) == 10
        self.house.clock.advance(timedelta(seconds=30))

    def code(self) -> str:
        return totp.code_of(self.secret, totp.step_at(self.house.clock()))


@asynccontextmanager
async def an_office(house: AdminHouse) -> AsyncGenerator[Office]:
    app = create_app(house.use)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://localhost:8080"
        ) as client,
    ):
        await house.administrator()
        yield Office(house, client)


@pytest.fixture
async def strict() -> AsyncIterator[Office]:
    """Where every administrator needs a second factor."""
    async with an_office(AdminHouse(is_factor_required=True)) as office:
        yield office


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with an_office(AdminHouse()) as office:
        yield office


async def test_where_it_is_required_an_administrator_can_set_it_up_and_nothing_else(
    strict: Office,
) -> None:
    signed = await strict.sign_in()

    refused = await strict.client.get("/admin/api/users")
    assert signed.json()["administrator"]["must_set_up"]
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "second_factor_missing")
    assert (await strict.client.get(ME)).json()["must_set_up"]

    await strict.turn_on()

    assert (await strict.client.get("/admin/api/users")).status_code == 200
    assert not (await strict.client.get(ME)).json()["must_set_up"]


@pytest.mark.exhaustive
async def test_where_it_is_required_every_other_route_is_shut(strict: Office) -> None:
    await strict.sign_in()
    paths = create_app(strict.house.use).openapi()["paths"]

    opened = {
        path
        for path, methods in paths.items()
        for method in methods
        if "/auth/" not in path
        and (await strict.client.request(method, path, json={})).status_code != 403
    }

    assert opened == {ME, PATH, f"{PATH}/confirmation"}


async def test_signing_in_takes_a_code_then(office: Office) -> None:
    await office.sign_in()
    await office.turn_on()
    challenged = await office.sign_in()
    challenge = challenged.json()["challenge"]

    wrong = await office.client.post(
        "/admin/api/auth/second-factor", json={"challenge": challenge, "code": "000000"}
    )
    right = await office.client.post(
        "/admin/api/auth/second-factor", json={"challenge": challenge, "code": office.code()}
    )

    assert (challenged.status_code, wrong.status_code, right.status_code) == (202, 401, 200)
    assert right.json()["administrator"]["has_second_factor"]


async def test_a_dangerous_act_wants_a_proof_some_time_after_signing_in(office: Office) -> None:
    await office.sign_in()
    await office.house.users.add(a_user())
    office.house.clock.advance(timedelta(minutes=11))
    renewed = await office.client.post("/admin/api/auth/refresh")
    office.client.headers["authorization"] = f"Bearer {renewed.json()['access_token']}"

    async def tried() -> int:
        return (await office.client.put("/admin/api/offer", json=OFFER)).status_code

    assert await tried() == 403
    assert (await office.client.post(f"{ME}/proof", json={"password": "wrong"})).status_code == 403
    assert await tried() == 403
    assert (await office.client.post(f"{ME}/proof", json={"password": PASSWORD})).is_success
    assert await tried() == 200


async def test_with_a_second_factor_the_proof_is_a_code(office: Office) -> None:
    await office.sign_in()
    await office.turn_on()

    by_password = await office.client.post(f"{ME}/proof", json={"password": PASSWORD})
    by_code = await office.client.post(f"{ME}/proof", json={"code": office.code()})

    assert (by_password.status_code, by_code.status_code) == (403, 204)


async def test_who_lost_theirs_is_let_in_by_password_and_signed_out(office: Office) -> None:
    await office.sign_in()
    user = await office.house.users.add(a_user())
    await office.house.factors.add(a_factor().confirm([], at=office.house.clock()))
    session = await office.house.sessions.add(a_session())
    before = (await office.client.get("/admin/api/users/ada")).json()["has_second_factor"]

    reset = await office.client.delete(ADAS)

    after = (await office.client.get("/admin/api/users/ada")).json()["has_second_factor"]
    assert (reset.status_code, before, after) == (204, True, False)
    assert (await office.house.sessions.get(session.id)).revoked_at is not None
    assert user.id == session.account


async def test_a_second_factor_is_turned_off_by_password_and_code(office: Office) -> None:
    await office.sign_in()
    await office.turn_on()
    both = {"password": PASSWORD, "code": office.code()}

    renewed = await office.client.post(f"{PATH}/backup-codes", json=both)
    removed = await office.client.post(
        f"{PATH}/removal", json={**both, "code": renewed.json()["codes"][0]}
    )

    assert (renewed.status_code, removed.status_code) == (200, 204)
    assert not (await office.client.get(PATH)).json()["is_on"]
