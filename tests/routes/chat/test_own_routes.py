from domain.allowances.terms import Budget, Limits
from domain.ids import KeyId, UserId
from domain.transactions.money import NanoUsd
from tests.builders import a_batch, a_transaction
from tests.contracts.announcements import an_announcement
from tests.routes.chat.service import Service
from tests.unit.application.chat.chat_house import NOON


async def test_usage_is_told_by_day_and_model_in_exact_money(service: Service) -> None:
    ada = await service.register()
    me = (await service.client.get("/api/me", headers=ada)).json()["id"]
    call = a_transaction(user=UserId(me), cost=NanoUsd(9_007_199_254_740_993))
    await service.house.own.totals.add(a_batch().id, [call, a_transaction("other")])

    usage = (await service.client.get("/api/usage?days=7", headers=ada)).json()

    assert usage["rows"] == [
        {
            "day": "2026-01-01",
            "model": "m",
            "key_id": None,
            "requests": 1,
            "errors": 0,
            "input_tokens": 5,
            "cached_tokens": 2,
            "output_tokens": 5,
            "cost_nano_usd": "9007199254740993",
        }
    ]
    assert usage["totals"]["cost_nano_usd"] == "9007199254740993"
    assert (usage["first"], usage["last"]) == ("2025-12-26", "2026-01-01")
    assert (await service.client.get("/api/usage?days=0", headers=ada)).status_code == 422
    assert (await service.client.get("/api/usage")).status_code == 401


async def test_budgets_tell_what_is_left_and_until_when(service: Service) -> None:
    ada = await service.register()
    me = UserId((await service.client.get("/api/me", headers=ada)).json()["id"])
    month = Budget(window="month", limit=NanoUsd(100), hard=False)
    user = await service.house.users.get(me)
    await service.house.users.save(user.allowed(Limits(parallel=2), [month]))

    told = (await service.client.get("/api/budgets", headers=ada)).json()

    assert told == {
        "budgets": [
            {
                "window": "month",
                "zone": "UTC",
                "hard": False,
                "limit_nano_usd": "100",
                "spent_nano_usd": "0",
                "held_nano_usd": "0",
                "starts_at": "2026-01-01T00:00:00Z",
                "ends_at": "2026-02-01T00:00:00Z",
            }
        ],
        "limits": [{"kind": "parallel", "limit": 2, "used": 0}],
    }


async def test_a_key_is_made_shown_once_rotated_and_revoked(service: Service) -> None:
    ada = await service.register()
    body = {"name": "laptop", "scope": {"models": ["small"], "endpoints": ["models"]}}

    made = await service.client.post("/api/keys", json=body, headers=ada)
    key = made.json()["key"]
    rotated = await service.client.post(
        f"/api/keys/{key['id']}/rotate", json={"overlap_s": 60}, headers=ada
    )
    revoked = await service.client.delete(f"/api/keys/{rotated.json()['key']['id']}", headers=ada)
    listed = await service.client.get("/api/keys", headers=ada)

    assert (made.status_code, rotated.status_code, revoked.status_code) == (201, 201, 204)
    assert key["scope"] == {"models": ["small"], "endpoints": ["models"], "networks": []}
    assert made.json()["secret"].startswith(key["prefix"])
    by_id = {each["id"]: each["state"] for each in listed.json()["items"]}
    assert by_id == {key["id"]: "active", rotated.json()["key"]["id"]: "revoked"}
    assert made.json()["secret"] not in listed.text
    old = await service.house.own.keys.get(KeyId(key["id"]))
    assert old.expires_at is not None
    assert (old.expires_at - NOON).total_seconds() == 60


async def test_a_strangers_key_is_not_there_and_owners_are_not_chosen(service: Service) -> None:
    ada = await service.register()
    eve = await service.register(email="eve@x.org")
    made = await service.client.post("/api/keys", json={"name": "k"}, headers=ada)
    path = f"/api/keys/{made.json()['key']['id']}"

    rotated = await service.client.post(f"{path}/rotate", json={}, headers=eve)
    revoked = await service.client.delete(path, headers=eve)
    for_others = await service.client.post(
        "/api/keys", json={"name": "k", "owner_id": "somebody"}, headers=eve
    )

    assert (rotated.status_code, revoked.status_code, for_others.status_code) == (404, 404, 422)
    assert (await service.client.get("/api/keys", headers=eve)).json() == {"items": []}


async def test_a_shared_branch_is_read_without_a_token_and_by_no_search_engine(
    service: Service,
) -> None:
    ada = await service.register()
    sent = await service.send(ada, "a question for all")
    await service.house.jobs.all_done()

    made = await service.client.post(
        f"/api/conversations/{sent['chat']}/links", json={"days": None}, headers=ada
    )
    path = f"/api/shared/{made.json()['id']}"
    read = await service.client.get(path)
    listed = await service.client.get("/api/links", headers=ada)

    assert made.status_code == 201
    assert read.headers["x-robots-tag"] == "noindex, nofollow"
    assert read.json()["messages"][0]["text"] == "a question for all"
    assert set(read.json()["messages"][0]) == {"id", "role", "text", "model", "state"}
    assert [each["id"] for each in listed.json()["items"]] == [made.json()["id"]]

    eve = await service.register(email="eve@x.org")
    copied = await service.client.post(f"{path}/copy", headers=eve)
    stolen = await service.client.delete(f"/api/links/{made.json()['id']}", headers=eve)
    revoked = await service.client.delete(f"/api/links/{made.json()['id']}", headers=ada)

    assert (copied.status_code, stolen.status_code, revoked.status_code) == (201, 404, 204)
    assert (await service.client.get(path)).status_code == 404
    copy = f"/api/conversations/{copied.json()['id']}/messages"
    texts = (await service.client.get(copy, headers=eve)).json()["messages"]
    assert texts[0]["parts"][0]["text"] == "a question for all"


async def test_an_announcement_is_read_until_it_is_dismissed(service: Service) -> None:
    ada, eve = await service.register(), await service.register(email="eve@example.com")
    await service.house.own.announcements.add(an_announcement())
    path = "/api/announcements"

    read = (await service.client.get(path, headers=ada)).json()["items"]
    dismissed = await service.client.put(f"{path}/a1/dismissal", json={"revision": 1}, headers=ada)
    nothing = await service.client.put(f"{path}/a1/dismissal", json={"revision": 2}, headers=eve)

    assert read == [
        {"id": "a1", "revision": 1, "title": "Maintenance", "text": "At *six*.", "level": "info"}
    ]
    assert (dismissed.status_code, nothing.status_code) == (204, 404)
    assert (await service.client.get(path, headers=ada)).json()["items"] == []
    assert (await service.client.get(path, headers=eve)).json()["items"] == read
    assert (await service.client.get(path)).status_code == 401
