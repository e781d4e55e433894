import pytest

from application.accounts.read_registration import ReadRegistration
from domain.accounts.registration import Registration
from domain.accounts.user import email
from domain.errors import Forbidden
from tests.routes.admin.service import Service

PATH = "/admin/api/registration"


async def test_what_administrators_choose_wins_over_the_settings_until_they_take_it_back(
    service: Service,
) -> None:
    await service.sign_in()
    settings: dict[str, object] = {"policy": "open", "domains": []}

    before = (await service.client.get(PATH)).json()
    body = {"policy": "open", "domains": [" X.org", "x.org"], "version": before["version"]}
    changed = (await service.client.put(PATH, json=body)).json()
    kept = (await service.client.get(PATH)).json()
    after = (await service.client.delete(PATH)).json()

    assert before == {**settings, "is_chosen": False, "settings": settings, "version": 0}
    assert changed == kept
    assert (changed["domains"], changed["is_chosen"], changed["version"]) == (["x.org"], True, 1)
    assert changed["settings"] == settings
    assert after == before


async def test_every_instance_goes_by_it_at_once(service: Service) -> None:
    await service.sign_in()
    another = ReadRegistration(settings=Registration(verify=True), choices=service.house.choices)
    (await another()).check(email("ada@y.org"), is_invited=False)

    body = {"policy": "open", "domains": ["x.org"], "version": 0}
    await service.client.put(PATH, json=body)

    now = await another()
    assert now.verify
    now.check(email("ada@x.org"), is_invited=False)
    with pytest.raises(Forbidden, match="domain"):
        now.check(email("ada@y.org"), is_invited=False)


async def test_of_two_at_once_the_second_is_told_and_nonsense_is_refused(service: Service) -> None:
    await service.sign_in()
    closed: dict[str, object] = {"policy": "closed", "domains": [], "version": 0}

    first = await service.client.put(PATH, json=closed)
    second = await service.client.put(PATH, json={**closed, "policy": "invite"})
    bad = await service.client.put(PATH, json={**closed, "domains": ["no domain"], "version": 1})
    never = await service.client.put(PATH, json={**closed, "policy": "never", "version": 1})

    statuses = [each.status_code for each in (first, second, bad, never)]
    assert statuses == [200, 409, 400, 422]
    assert (await service.client.get(PATH)).json()["policy"] == "closed"


async def test_auditors_look_and_change_nothing(service: Service) -> None:
    await service.sign_in("auditor")

    assert (await service.client.get(PATH)).status_code == 200
    body = {"policy": "closed", "version": 0}
    assert (await service.client.put(PATH, json=body)).status_code == 403
    assert (await service.client.delete(PATH)).status_code == 403
