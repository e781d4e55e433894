import re

import pytest

from tests.routes.chat.service import ADA, Service

CREDENTIALS = {"email": ADA["email"], "password": ADA["password"]}
NEW = "a better battery staple"


async def text_of(service: Service) -> str:
    await service.house.accounts.errands.all_done()
    found = re.search(r"#(\w+)", service.house.accounts.post.letters[-1].text)
    assert found is not None
    return found[1]


async def test_a_forgotten_password_is_set_anew(service: Service) -> None:
    ada = await service.register()
    asked = await service.client.post("/api/auth/password-reset", json={"email": ADA["email"]})
    token = await text_of(service)

    body = {"token": token, "password": NEW}
    set_anew = await service.client.post("/api/auth/new-password", json=body)
    again = await service.client.post("/api/auth/new-password", json=body)

    assert (asked.status_code, set_anew.status_code, again.status_code) == (202, 204, 404)
    assert (await service.client.get("/api/me", headers=ada)).status_code == 401
    old = await service.client.post("/api/auth/sign-in", json=CREDENTIALS)
    new = await service.client.post("/api/auth/sign-in", json={**CREDENTIALS, "password": NEW})
    assert (old.status_code, new.status_code) == (401, 200)


async def test_whoever_asks_for_a_reset_is_told_the_same(service: Service) -> None:
    await service.register()

    known, unknown = [
        await service.client.post("/api/auth/password-reset", json={"email": address})
        for address in (ADA["email"], "nobody@x.org")
    ]

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


@pytest.mark.parametrize(
    "path", ["password-reset", "new-password", "verification", "second-factor"]
)
async def test_pages_of_others_ask_in_vain(service: Service, path: str) -> None:
    refused = await service.client.post(
        f"/api/auth/{path}",
        json={"email": "a@x.org", "token": "t", "password": NEW, "challenge": "c", "code": "1"},
        headers={"origin": "https://evil.example"},
    )

    assert refused.status_code in {403, 422}
    assert service.house.accounts.post.letters == []


async def test_pages_are_told_whether_anybody_may_register(service: Service) -> None:
    said = (await service.client.get("/api/auth/ways")).json()

    assert said == {"registration": "open", "providers": []}


async def test_an_address_is_confirmed_before_the_account_opens(verifying: Service) -> None:
    registered = await verifying.client.post("/api/auth/register", json=ADA)
    again = await verifying.client.post("/api/auth/register", json={**ADA, "name": "Eve"})
    token = await text_of_verification(verifying)
    shut = await verifying.client.post("/api/auth/sign-in", json=CREDENTIALS)

    confirmed = await verifying.client.post("/api/auth/verification", json={"token": token})

    assert (registered.status_code, registered.json()) == (again.status_code, again.json())
    assert registered.status_code == 202
    assert not registered.cookies
    assert (shut.status_code, shut.json()["error"]["code"]) == (403, "unverified")
    assert confirmed.status_code == 204
    assert (await verifying.client.post("/api/auth/sign-in", json=CREDENTIALS)).status_code == 200


async def text_of_verification(service: Service) -> str:
    await service.house.accounts.errands.all_done()
    letters = [each.text for each in service.house.accounts.post.letters if "verify#" in each.text]
    return letters[0].partition("verify#")[2].split()[0]
