"""What is noted of the administration's acts, and who reads it."""

import csv
from collections.abc import AsyncIterator
from dataclasses import replace
from io import StringIO
from typing import Final, final

from typing_extensions import override

from adapters.outbound.memory.audit_log import MemoryAuditLog
from application.ports.audit_log import AuditLog
from domain.accounts.administrator import Role
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Act, Entry, Party
from domain.errors import Unavailable
from domain.json import JsonObject
from domain.paging import Page
from tests.builders import a_key, a_team, a_user
from tests.routes.admin.service import Service
from tests.unit.application.admin.admin_house import PASSWORD, AdminHouse

READERS: Final[tuple[tuple[Role, int], ...]] = (("admin", 403), ("auditor", 200), ("root", 200))
PROVIDER: Final[JsonObject] = {"settings": {"kind": "openai"}, "api_key": "sk-canary"}
OFFER: Final[JsonObject] = {
    "version": 0,
    "providers": {"mine": PROVIDER},
    "models": [],
    "removed": [],
}


async def noted(house: AdminHouse) -> list[Act]:
    return [each.act async for each in house.log.entries()]


async def last(house: AdminHouse) -> Act:
    return (await noted(house))[-1]


async def test_an_act_is_noted_with_who_what_and_how_it_ended(service: Service) -> None:
    await service.sign_in("admin")

    await service.client.patch("/admin/api/users/ada", json={"state": "disabled"})

    act = await last(service.house)
    assert (act.action, act.outcome, act.service) == ("setUserState", "done", "admin")
    assert act.actor.kind == "administrator"
    assert act.subject == Party(kind="user", id="ada")
    assert act.details == {"state": "disabled"}
    assert act.place == "127.0.0.0/24"
    assert len(act.request) >= 8


async def test_what_is_refused_is_noted_too(service: Service) -> None:
    await service.sign_in("auditor")

    await service.client.patch("/admin/api/users/ada", json={"state": "disabled"})
    forbidden = await last(service.house)
    await service.client.post("/admin/api/teams", json={"name": 7})
    invalid = await last(service.house)

    assert (forbidden.action, forbidden.outcome, forbidden.code) == (
        *("setUserState", "refused"),
        "forbidden",
    )
    assert (invalid.action, invalid.outcome, invalid.code) == ("createTeam", "refused", "invalid")


async def test_a_changed_budget_tells_what_was_before(service: Service) -> None:
    await service.sign_in()
    budget = {"window": "month", "limit_usd": "5", "hard": True, "zone": "UTC"}

    await service.client.put(
        "/admin/api/allowances/user/ada", json={"limits": {"parallel": 2}, "budgets": [budget]}
    )

    act = await last(service.house)
    assert act.subject == Party(kind="user", id="ada")
    assert '"parallel":null' in act.details["before"]
    assert '"limit_usd":"5"' in act.details["after"]


async def test_signing_in_is_noted_whoever_it_was_and_without_addresses(service: Service) -> None:
    root = await service.house.administrator()

    for body in (
        {"email": "root@x.org", "password": PASSWORD},
        {"email": "root@x.org", "password": "canary password"},
        {"email": "canary@x.org", "password": "canary password"},
    ):
        await service.client.post("/admin/api/auth/sign-in", json=body)

    acts = await noted(service.house)
    assert [(each.actor.kind, each.actor.id, each.outcome) for each in acts] == [
        ("administrator", root.id, "done"),
        ("administrator", root.id, "refused"),
        ("nobody", "", "refused"),
    ]
    assert "canary" not in repr(acts)
    assert "x.org" not in repr(acts)


async def test_tries_that_were_not_looked_at_do_not_fill_the_log(service: Service) -> None:
    for _ in range(20):
        await service.client.post(
            "/admin/api/auth/sign-in", json={"email": "a@x.org", "password": "x"}
        )
    await service.client.post("/admin/api/teams", json={"name": "Blue"})

    assert 1 <= len(await noted(service.house)) < 10


async def test_an_old_token_that_comes_back_is_noted(service: Service) -> None:
    root = await service.house.administrator()
    credentials = {"email": "root@x.org", "password": PASSWORD}
    await service.client.post("/admin/api/auth/sign-in", json=credentials)
    stolen = dict(service.client.cookies)
    await service.client.post("/admin/api/auth/refresh")
    await service.client.post("/admin/api/auth/refresh")

    service.client.cookies.clear()
    service.client.cookies.update(stolen)
    await service.client.post("/admin/api/auth/refresh")

    act = await last(service.house)
    assert (act.action, act.code, act.actor.id) == ("refresh", "refresh_reused", root.id)
    assert [each.action for each in await noted(service.house)] == ["signIn", "refresh"]


async def test_no_secret_and_no_name_is_in_any_entry(service: Service) -> None:
    await service.sign_in()
    await service.house.teams.add(a_team())
    await service.house.keys.add(a_key())

    made = await service.client.post(
        "/admin/api/keys", json={"name": "canary", "owner_kind": "user", "owner_id": "ada"}
    )
    await service.client.put("/admin/api/offer", json=OFFER)
    await service.client.post("/admin/api/keys/k1/rotate", json={"overlap_s": 60})

    told = repr(await noted(service.house))
    assert made.json()["secret"] not in told
    assert "canary" not in told
    assert "new_keys': 'mine'" in told


@final
class AwayLog(AuditLog):
    def __init__(self, log: MemoryAuditLog) -> None:
        self._log = log

    @override
    async def append(self, act: Act) -> Entry:
        raise Unavailable("MongoDB is away")

    @override
    async def head(self) -> Entry | None:
        raise Unavailable("MongoDB is away")

    @override
    async def find(self, wanted: ActFilter, *, cursor: str | None, limit: int) -> Page[Entry]:
        return await self._log.find(wanted, cursor=cursor, limit=limit)

    @override
    def entries(self) -> AsyncIterator[Entry]:
        return self._log.entries()


async def test_nothing_is_done_that_cannot_be_noted(service: Service) -> None:
    await service.sign_in()
    record = service.app.state.record_act
    service.app.state.record_act = replace(record, log=AwayLog(service.house.log))

    reply = await service.client.patch("/admin/api/users/ada", json={"state": "disabled"})

    assert reply.status_code == 503
    assert (await service.house.users.get(a_user().id)).is_active


async def test_root_and_auditors_read_and_those_who_change_do_not(service: Service) -> None:
    for role, status in READERS:
        token = await service.house.token(role)
        headers = {"authorization": f"Bearer {token}"}
        for path in ("audit", "audit/verification", "audit/export"):
            reply = await service.client.get(f"/admin/api/{path}", headers=headers)
            assert (role, path, reply.status_code) == (role, path, status)


async def test_entries_are_listed_with_the_names_of_now(service: Service) -> None:
    await service.sign_in()
    await service.client.patch("/admin/api/users/ada", json={"state": "disabled"})
    await service.client.post("/admin/api/teams", json={"name": "Blue"})

    query = "audit?action=setUserState&outcome=done&subject=ada"
    reply = await service.client.get(f"/admin/api/{query}")

    [item] = reply.json()["items"]
    assert item["actor"]["name"] == "root@x.org"
    assert item["subject"] == {"kind": "user", "id": "ada", "name": "ada@example.com"}
    assert item["details"] == {"state": "disabled"}
    refused = await service.client.get("/admin/api/audit?outcome=perhaps")
    assert refused.status_code == 422


async def test_the_export_has_all_that_fits_and_is_noted_itself(service: Service) -> None:
    await service.sign_in()
    for n in range(3):
        await service.client.post("/admin/api/teams", json={"name": f"Team {n}"})

    as_csv = await service.client.get("/admin/api/audit/export?action=createTeam")
    as_json = await service.client.get("/admin/api/audit/export?format=json&action=createTeam")
    empty = await service.client.get("/admin/api/audit/export?format=json&action=nothing")

    rows = list(csv.DictReader(StringIO(as_csv.text, newline="")))
    assert [row["subject_name"] for row in rows] == ["Team 2", "Team 1", "Team 0"]
    assert rows[0]["digest"] == as_json.json()[0]["digest"]
    assert as_csv.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    assert len(as_json.json()) == 3
    assert empty.json() == []
    act = await last(service.house)
    assert (act.action, act.details) == ("exportActs", {"format": "json", "action": "nothing"})


async def test_the_log_is_verified_from_its_first_entry(service: Service) -> None:
    await service.sign_in()
    await service.client.post("/admin/api/teams", json={"name": "Blue"})
    good = (await service.client.get("/admin/api/audit/verification")).json()

    head = await service.house.log.head()
    assert good == {"entries": 1, "digest": head and head.digest, "broken": None, "reason": ""}


async def test_a_ban_is_shown_lifted_and_noted_without_its_reason(service: Service) -> None:
    await service.sign_in()
    body = {"reason": "Canary was rude", "until": "2026-01-01T13:00:00Z"}

    banned = await service.client.put("/admin/api/users/ada/ban", json=body)
    act = await last(service.house)
    listed = (await service.client.get("/admin/api/users")).json()["items"][0]
    pardoned = await service.client.delete("/admin/api/users/ada/ban")

    told = {**body, "since": "2026-01-01T12:00:00Z", "holds": True}
    assert banned.json()["ban"] == listed["ban"] == told
    assert (act.action, act.details) == ("banUser", {"until": "2026-01-01T13:00:00+00:00"})
    assert pardoned.json()["ban"] is None
    past = {**body, "until": "2020-01-01T00:00:00Z"}
    assert (await service.client.put("/admin/api/users/ada/ban", json=past)).status_code == 400
