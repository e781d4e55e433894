"""Roots say who administers, and with which role."""

from datetime import timedelta

import pytest

from domain.accounts.administrator import Role
from tests.routes.admin.service import Service
from tests.unit.application.admin.admin_house import PASSWORD

PATH = "/admin/api/administrators"
BEA = {"email": "bea@example.com", "name": "Bea", "role": "auditor"}


async def test_a_root_lets_somebody_in_by_a_password_that_is_told_once(service: Service) -> None:
    await service.sign_in()

    made = await service.client.post(PATH, json=BEA)
    password = made.json()["password"]
    listed = (await service.client.get(PATH)).json()["items"]
    entered = await service.client.post(
        "/admin/api/auth/sign-in", json={"email": BEA["email"], "password": password}
    )

    assert made.status_code == 201
    assert listed[1] == made.json()["administrator"]
    assert (listed[1]["role"], listed[1]["state"]) == ("auditor", "active")
    assert entered.json()["administrator"]["id"] == listed[1]["id"]
    assert password not in (await service.client.get(PATH)).text
    assert all(password not in str(each) for each in [e async for e in service.house.log.entries()])


async def test_each_act_is_noted_with_whom_it_was_about(service: Service) -> None:
    await service.sign_in()
    bea = (await service.client.post(PATH, json=BEA)).json()["administrator"]["id"]
    await service.client.patch(f"{PATH}/{bea}", json={"role": "admin"})
    await service.client.patch(f"{PATH}/{bea}", json={"state": "disabled"})
    await service.client.delete(f"{PATH}/{bea}")

    noted = [each.act async for each in service.house.log.entries() if each.act.subject]

    assert [(each.action, dict(each.details)) for each in noted] == [
        ("createAdministrator", {"role": "auditor"}),
        ("appointAdministrator", {"role": "admin"}),
        ("appointAdministrator", {"state": "disabled"}),
        ("removeAdministrator", {}),
    ]
    assert {each.subject and each.subject.id for each in noted} == {bea}


async def test_the_last_root_is_told_that_they_are(service: Service) -> None:
    await service.sign_in()
    me = (await service.client.get(PATH)).json()["items"][0]["id"]

    demoted = await service.client.patch(f"{PATH}/{me}", json={"role": "auditor"})
    removed = await service.client.delete(f"{PATH}/{me}")

    assert (demoted.status_code, removed.status_code) == (409, 409)
    assert "is the last root" in demoted.json()["error"]["message"]
    assert (await service.client.get(PATH)).status_code == 200


@pytest.mark.parametrize("role", ["admin", "auditor"])
async def test_others_look_and_change_nothing(service: Service, role: Role) -> None:
    await service.sign_in(role)
    me = (await service.client.get(PATH)).json()["items"][0]["id"]

    refused = [
        await service.client.post(PATH, json=BEA),
        await service.client.patch(f"{PATH}/{me}", json={"role": "root"}),
        await service.client.delete(f"{PATH}/{me}"),
    ]

    assert [each.status_code for each in refused] == [403, 403, 403]
    assert [each["role"] for each in (await service.client.get(PATH)).json()["items"]] == [role]


async def test_each_act_wants_a_fresh_proof(service: Service) -> None:
    """Of a session that was opened a while ago, such as a stolen one."""
    await service.sign_in()
    me = (await service.client.get(PATH)).json()["items"][0]
    signed = await service.client.post(
        "/admin/api/auth/sign-in", json={"email": me["email"], "password": PASSWORD}
    )
    for _ in range(4):
        service.house.clock.advance(timedelta(minutes=4))
        signed = await service.client.post("/admin/api/auth/refresh")
        assert signed.status_code == 200, signed.text
    token = signed.json()["access_token"]
    service.client.headers["authorization"] = f"Bearer {token}"

    wanting = [
        await service.client.post(PATH, json=BEA),
        await service.client.patch(f"{PATH}/{me['id']}", json={"role": "admin"}),
        await service.client.delete(f"{PATH}/{me['id']}"),
    ]

    assert [each.json()["error"]["code"] for each in wanting] == ["proof_wanted"] * 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**BEA, "email": "no address"}, 400),
        ({**BEA, "name": " "}, 400),
        ({**BEA, "role": "emperor"}, 422),
        ({**BEA, "password": "mine"}, 422),
    ],
)
async def test_what_makes_no_administrator_is_refused(
    service: Service, body: dict[str, str], status: int
) -> None:
    await service.sign_in()

    assert (await service.client.post(PATH, json=body)).status_code == status


async def test_an_address_is_taken_once(service: Service) -> None:
    await service.sign_in()
    await service.client.post(PATH, json=BEA)

    assert (await service.client.post(PATH, json=BEA)).status_code == 409


async def test_who_lost_their_password_gets_another_that_is_noted_nowhere(service: Service) -> None:
    await service.sign_in()
    bea = (await service.client.post(PATH, json=BEA)).json()["administrator"]["id"]

    renewed = await service.client.post(f"{PATH}/{bea}/password")
    reset = await service.client.delete(f"{PATH}/{bea}/second-factor")
    entered = await service.client.post(
        "/admin/api/auth/sign-in",
        json={"email": BEA["email"], "password": renewed.json()["password"]},
    )

    assert (renewed.status_code, reset.status_code, entered.status_code) == (200, 204, 200)
    noted = [each.act async for each in service.house.log.entries()]
    assert {"renewAdministratorsPassword", "resetAdministratorsSecondFactor"} <= {
        each.action for each in noted
    }
    assert renewed.json()["password"] not in str(noted)


async def test_one_s_own_password_is_changed_once_with_the_present_one(service: Service) -> None:
    await service.sign_in()
    new = {"present": PASSWORD, "new": "a phrase that is long enough"}

    changed = await service.client.put("/admin/api/me/password", json=new)
    again = await service.client.put("/admin/api/me/password", json=new)

    assert (changed.status_code, again.status_code) == (204, 403)
