"""How the installation is, told to administrators."""

from dataclasses import replace

import pytest

from domain.accounts.administrator import Role
from tests.builders import NOON, a_batch, a_generation, a_transaction
from tests.contracts.audit_log import an_act
from tests.contracts.instances import CHAT, RELAY
from tests.routes.admin.service import Service


async def test_the_page_tells_what_runs_waits_and_was_kept(service: Service) -> None:
    house = service.house
    await house.system.instances.announce(CHAT)
    await house.system.instances.announce(replace(RELAY, unbooked=5))
    await house.system.generations.add(a_generation())
    await house.transactions.record(a_batch(a_transaction()))
    await house.log.append(replace(an_act("backup"), details={"documents": "12"}))
    await service.sign_in("auditor")

    told = (await service.client.get("/admin/api/system")).json()

    assert (told["version"], told["documents_version"], told["documents_known"]) == ("1.2.3", 1, 2)
    assert [each["service"] for each in told["instances"]] == ["chat", "relay"]
    assert told["instances"][0]["open_requests"] == 3
    assert told["backlog"] == {
        "unbooked": 7,
        "open_batches": 1,
        "untidy": 0,
        "running_answers": 1,
    }
    assert told["stores"][0]["version"] == "MongoDB 8"
    assert told["last_backup"]["details"] == {"documents": "12"}
    assert told["last_backup"]["at"].startswith(f"{NOON:%Y-%m-%d}")
    assert told["last_restore"] is None


async def test_what_is_away_is_told_as_away(service: Service) -> None:
    store = service.house.system.store
    store.state = replace(store.state, version=None, problem="MongoDB is away")
    service.house.system.is_mongo_away = True
    await service.sign_in()

    told = (await service.client.get("/admin/api/system")).json()

    assert told["stores"][0]["problem"] == "MongoDB is away"
    assert told["documents_version"] is None


async def test_settings_are_told_without_secrets(service: Service) -> None:
    await service.sign_in()

    told = (await service.client.get("/admin/api/system/settings")).json()

    assert told == [
        {"name": "drain_s", "value": "30", "source": "default", "is_secret": False},
        {"name": "key_pepper", "value": "set", "source": "secrets.toml", "is_secret": True},
    ]


async def test_the_books_are_proved_at_a_wish(service: Service) -> None:
    batch = a_batch(a_transaction("r1"), a_transaction("r2"))
    await service.house.transactions.record(batch)
    await service.house.totals.add(batch.id, batch.rows)
    await service.house.transactions.finish(batch.id)
    await service.sign_in("auditor")

    right = (await service.client.get("/admin/api/system/books", params={"days": 2})).json()
    late = a_batch(a_transaction("r3"), number=2)
    await service.house.transactions.record(late)
    await service.house.transactions.finish(late.id)
    wrong = (await service.client.get("/admin/api/system/books")).json()

    assert (right["verdict"], right["rows"], right["wrong"]) == ("right", 2, 0)
    assert (wrong["verdict"], wrong["rows"], wrong["wrong"]) == ("wrong", 3, 1)


@pytest.mark.parametrize("days", ["0", "367", "x"])
async def test_more_than_a_year_is_not_read_at_once(service: Service, days: str) -> None:
    await service.sign_in()

    reply = await service.client.get("/admin/api/system/books", params={"days": days})

    assert reply.status_code == 422


@pytest.mark.parametrize("role", [None, *(("root", "admin", "auditor"))])
@pytest.mark.parametrize("path", ["", "/settings", "/books"])
async def test_administrators_alone_look_at_it(
    service: Service, path: str, role: Role | None
) -> None:
    if role is not None:
        await service.sign_in(role)

    reply = await service.client.get(f"/admin/api/system{path}")

    assert reply.status_code == (401 if role is None else 200)
