from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.routes.admin.service import Service

PATH = "/admin/api/announcements"
WORDS = {"title": " Down  at six ", "text": "All of it.", "level": "warning"}


async def test_one_is_said_changed_withdrawn_and_deleted(service: Service) -> None:
    await service.sign_in()

    made = (await service.client.post(PATH, json=WORDS)).json()
    path = f"{PATH}/{made['id']}"
    later = (NOON + timedelta(hours=1)).isoformat()
    changed = await service.client.put(path, json={**WORDS, "since": later, "version": 1})
    stale = await service.client.put(path, json={**WORDS, "version": 1})
    withdrawn = await service.client.post(f"{path}/withdrawal")

    assert (made["title"], made["state"], made["teams"]) == ("Down at six", "shown", [])
    assert (changed.json()["state"], changed.json()["version"]) == ("scheduled", 2)
    assert (stale.status_code, withdrawn.json()["state"]) == (409, "withdrawn")
    assert (await service.client.get(PATH)).json()["items"] == [withdrawn.json()]
    assert (await service.client.delete(path)).status_code == 204
    assert (await service.client.delete(path)).status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"title": " "}, 400),
        ({"until": "2020-01-01T00:00:00Z"}, 400),
        ({"teams": ["none"]}, 400),
        ({"level": "loud"}, 422),
        ({"since": "2026-01-01T00:00:00"}, 422),
    ],
    ids=["no title", "over", "no team", "no level", "no zone"],
)
async def test_what_cannot_be_said_is_refused(
    service: Service, change: dict[str, object], status: int
) -> None:
    await service.sign_in()

    assert (await service.client.post(PATH, json={**WORDS, **change})).status_code == status


async def test_auditors_look_and_say_nothing(service: Service) -> None:
    await service.sign_in("auditor")

    assert (await service.client.get(PATH)).status_code == 200
    assert (await service.client.post(PATH, json=WORDS)).status_code == 403
    assert (await service.client.post(f"{PATH}/x/withdrawal")).status_code == 403
    assert (await service.client.delete(f"{PATH}/x")).status_code == 403
