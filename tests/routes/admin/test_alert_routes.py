import pytest

from application.ports.pulses import Pulse
from tests.builders import NOON
from tests.routes.admin.service import Service

RULES, HOOKS, ALERTS = "/admin/api/alert-rules", "/admin/api/webhooks", "/admin/api/alerts"
LATE = {"name": "Books", "condition": {"kind": "journal_behind", "seconds": 60}}


async def a_fired_one(service: Service) -> str:
    """Its id."""
    assert (await service.client.post(RULES, json=LATE)).status_code == 201
    await service.house.pulses.beat(Pulse(process="p", at=NOON, behind_s=99))
    await service.house.alarms.evaluate()
    (alert,) = (await service.client.get(ALERTS)).json()["items"]
    return str(alert["id"])


async def test_rules_of_every_kind_come_back_as_they_were_sent(service: Service) -> None:
    await service.sign_in()
    conditions: list[dict[str, object]] = [
        {"kind": "budget_used", "percent": 80, "scope": {"kind": "user", "id": "ada"}},
        {"kind": "spend_above", "window": "hour", "limit_usd": "2.5"},
        {"kind": "error_share", "percent": 9, "minutes": 5, "least_calls": 20},
        {"kind": "provider_down", "scope": {"kind": "provider", "id": "openai"}},
        {"kind": "silence", "minutes": 30},
        {"kind": "journal_behind", "seconds": 60},
    ]
    for condition in conditions:
        told = {"mail": ["Ops@x.org", "ops@x.org"], "again_hours": 2}
        body = {"name": "n", "condition": condition, "told": told}

        made = await service.client.post(RULES, json=body)

        assert made.status_code == 201, made.text
        came_back = made.json()["condition"]
        assert {name: came_back[name] for name in condition} == condition
        assert made.json()["told"] == {"mail": ["ops@x.org"], "webhooks": [], "again_hours": 2}
    assert len((await service.client.get(RULES)).json()["items"]) == len(conditions)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "", "condition": {"kind": "silence", "minutes": 5}}, 400),
        ({"name": "n", "condition": {"kind": "silence"}}, 400),
        ({"name": "n", "condition": {"kind": "nothing"}}, 422),
        ({**LATE, "told": {"mail": ["nowhere"]}}, 400),
        ({**LATE, "told": {"webhooks": ["none"]}}, 400),
    ],
    ids=["no name", "no minutes", "no kind", "no address", "no webhook"],
)
async def test_a_rule_that_cannot_be_is_refused(
    service: Service, body: dict[str, object], status: int
) -> None:
    await service.sign_in()

    assert (await service.client.post(RULES, json=body)).status_code == status
    assert (await service.client.get(RULES)).json()["items"] == []


async def test_of_two_who_change_a_rule_at_once_the_second_is_told(service: Service) -> None:
    await service.sign_in()
    rule = (await service.client.post(RULES, json=LATE)).json()
    path = f"{RULES}/{rule['id']}"

    first = await service.client.put(path, json={**LATE, "is_on": False, "version": 1})
    second = await service.client.put(path, json={**LATE, "name": "Other", "version": 1})
    gone = await service.client.delete(path)

    assert (first.status_code, second.status_code, gone.status_code) == (200, 409, 204)
    assert "changed meanwhile" in second.json()["error"]["message"]
    assert (await service.client.delete(path)).status_code == 404


async def test_an_alert_is_seen_counted_and_acknowledged(service: Service) -> None:
    await service.sign_in()
    alert = await a_fired_one(service)
    before = (await service.client.get(f"{ALERTS}/standing")).json()

    done = await service.client.post(f"{ALERTS}/{alert}/acknowledgement")
    again = await service.client.post(f"{ALERTS}/{alert}/acknowledgement")

    after = (await service.client.get(f"{ALERTS}/standing")).json()
    assert (before, after) == ({"count": 1, "names": ["Books"]}, {"count": 0, "names": []})
    assert done.json()["acknowledged_by_name"] == "Root"
    assert done.json() == again.json()
    assert (await service.client.get(f"{ALERTS}?state=resolved")).json()["items"] == []
    assert (await service.client.post(f"{ALERTS}/no/acknowledgement")).status_code == 404


async def test_a_webhook_s_secret_is_shown_once_and_stored_sealed(service: Service) -> None:
    await service.sign_in()
    made = (await service.client.post(HOOKS, json={"name": "o", "url": "https://x.org"})).json()
    path = f"{HOOKS}/{made['webhook']['id']}"

    tried = await service.client.post(f"{path}/test")
    renewed = await service.client.post(f"{path}/secret")
    listed = await service.client.get(HOOKS)

    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in listed.text
    assert tried.json()["is_good"]
    assert renewed.json()["webhook"]["last"]["status"] == 204
    (kept,) = await service.house.alarms.webhooks.all()
    assert made["secret"] not in repr(kept)
    entries = (await service.client.get("/admin/api/audit")).text
    assert made["secret"] not in entries


async def test_a_webhook_is_changed_by_who_knows_it_and_removed_when_no_rule_tells_it(
    service: Service,
) -> None:
    await service.sign_in()
    body = {"name": "o", "url": "https://x.org"}
    made = (await service.client.post(HOOKS, json=body)).json()["webhook"]
    path = f"{HOOKS}/{made['id']}"
    told = {**LATE, "told": {"webhooks": [made["id"]]}}
    rule = (await service.client.post(RULES, json=told)).json()

    moved = await service.client.put(path, json={**body, "url": "https://y.org", "version": 1})
    stale = await service.client.put(path, json={**body, "version": 1})
    needed = await service.client.delete(path)
    await service.client.delete(f"{RULES}/{rule['id']}")

    assert (moved.json()["url"], stale.status_code) == ("https://y.org", 409)
    assert (needed.status_code, (await service.client.delete(path)).status_code) == (409, 204)


async def test_auditors_look_and_change_nothing(service: Service) -> None:
    await service.sign_in("auditor")

    for path, body in ((RULES, LATE), (HOOKS, {"name": "o", "url": "https://x.org"})):
        assert (await service.client.post(path, json=body)).status_code == 403
        assert (await service.client.get(path)).status_code == 200
    assert (await service.client.post(f"{ALERTS}/x/acknowledgement")).status_code == 403
