from collections.abc import AsyncIterator

import httpx2
import pytest

from adapters.inbound.admin.app import create_app
from domain.accounts.administrator import Role
from tests.unit.application.admin.admin_house import AdminHouse

PATH = "/admin/api/invitations"


@pytest.fixture
async def house() -> AdminHouse:
    return AdminHouse()


@pytest.fixture
async def client(house: AdminHouse) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_app(house.use)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://localhost:8080"
        ) as client,
    ):
        yield client


async def signed_in(client: httpx2.AsyncClient, house: AdminHouse, role: Role = "root") -> None:
    client.headers["authorization"] = f"Bearer {await house.token(role)}"


async def test_a_link_is_made_listed_without_its_secret_and_taken_back(
    client: httpx2.AsyncClient, house: AdminHouse
) -> None:
    await signed_in(client, house)

    made = (await client.post(PATH, json={"days": 3})).json()
    listed = (await client.get(PATH)).json()["items"]
    gone = await client.delete(f"{PATH}/{made['invitation']['id']}")

    secret = made["link"].partition("/register#")[2]
    assert len(secret) >= 32
    assert listed == [made["invitation"]]
    assert secret not in str(listed)
    assert gone.status_code == 204
    assert (await client.get(PATH)).json()["items"] == []


async def test_a_letter_goes_to_who_is_invited(
    client: httpx2.AsyncClient, house: AdminHouse
) -> None:
    await signed_in(client, house)

    made = await client.post(PATH, json={"email": "Ada@X.org", "mailed": True})

    (letter,) = house.post.letters
    assert letter.to == made.json()["invitation"]["email"] == "ada@x.org"
    assert made.json()["link"] in letter.text
    assert made.json()["link"] not in repr(letter)


@pytest.mark.parametrize(
    ("body", "status"),
    [({"mailed": True}, 400), ({"email": "nowhere"}, 400), ({"days": 31}, 422), ({"days": 0}, 422)],
)
async def test_what_cannot_be_is_refused(
    client: httpx2.AsyncClient, house: AdminHouse, body: dict[str, object], status: int
) -> None:
    await signed_in(client, house)

    assert (await client.post(PATH, json=body)).status_code == status
    assert house.post.letters == []


async def test_auditors_invite_nobody(client: httpx2.AsyncClient, house: AdminHouse) -> None:
    await signed_in(client, house, "auditor")

    assert (await client.post(PATH, json={})).status_code == 403
    assert (await client.delete(f"{PATH}/x")).status_code == 403
    assert (await client.get(PATH)).status_code == 200
