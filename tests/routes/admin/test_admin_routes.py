import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from domain.accounts.access import ENDPOINTS
from domain.accounts.administrator import Role
from domain.allowances.leaving import Leaving
from domain.allowances.terms import Budget, Limits
from domain.catalog.assortment import Assortment, KnownModel, KnownProvider
from domain.catalog.models import Model
from domain.errors import Unauthenticated
from domain.ids import KeyId, TeamId
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.price import LongContext, Price
from domain.transactions.transaction import Payer
from tests.builders import ADA, EVE, NOON, a_batch, a_key, a_team, a_transaction
from tests.routes.admin.service import Service
from tests.unit.application.admin.admin_house import ACCESS_LASTING, PASSWORD

KEY = {"name": "laptop", "owner_kind": "user", "owner_id": "ada", "expires_at": None}
CALL: dict[str, object] = {
    "id": "r1",
    "at": "2026-01-01T12:00:00Z",
    "source": "relay",
    "user": {"id": "ada", "email": "ada@example.com"},
    "team_id": "t1",
    "key": {"id": "k1", "name": "laptop"},
    "model": "m",
    "provider": "p",
    "upstream": "u",
    "outcome": "ok",
    "error_code": None,
    "input_tokens": 5,
    "cached_tokens": 2,
    "output_tokens": 5,
    "cache_write_tokens": 0,
    "reasoning_tokens": 0,
    "estimated": False,
    "cost_nano_usd": "7",
    "own_key": False,
    "list_cost_nano_usd": None,
    "first_token_ms": 1,
    "latency_ms": 2,
    "stream": True,
    "client": "",
    "attempts": 1,
    "earlier_attempts": [],
}

STORY: dict[str, object] = {
    "service_tier": None,
    "cache_write_1h_tokens": 0,
    "image_input_tokens": 0,
    "audio_input_tokens": 0,
    "image_output_tokens": 0,
    "images": 0,
    "characters": 0,
    "audio_ms": 0,
    "price": None,
    "dropped": [],
}


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every (method, path) of the document, but signing in and out."""
    return [
        (method, path.replace("{id}", "ada"))
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if "/auth/" not in path
    ]


@pytest.mark.exhaustive
async def test_every_route_needs_a_good_token(service: Service) -> None:
    root = await service.house.administrator()
    chat = await service.house.open_chat_session(root.id)
    tried = routes(service.app)

    for method, path in tried:
        for headers in (
            {},
            {"authorization": "Bearer nonsense"},
            {"authorization": f"Bearer {chat.access_token}"},
            {"authorization": f"Basic {chat.access_token}"},
        ):
            reply = await service.client.request(method, path, headers=headers, json={})
            assert (path, reply.status_code) == (path, 401)
            assert reply.json()["error"]["code"] == "unauthenticated"

    assert len(tried) > 40


async def test_an_expired_token_opens_nothing(service: Service) -> None:
    await service.sign_in()

    service.house.clock.advance(ACCESS_LASTING)

    assert (await service.client.get("/admin/api/me")).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "users/ada", {"state": "disabled"}),
        ("POST", "keys", KEY),
        ("POST", "keys/k1/revoke", None),
        ("POST", "teams", {"name": "Blue"}),
    ],
)
@pytest.mark.parametrize(
    ("role", "refused"), [("auditor", True), ("admin", False), ("root", False)]
)
async def test_auditors_look_and_the_others_change(
    service: Service, method: str, path: str, body: object, *, role: Role, refused: bool
) -> None:
    await service.house.keys.add(a_key())
    await service.sign_in(role)

    reply = await service.client.request(method, f"/admin/api/{path}", json=body)

    assert (reply.status_code == 403) == refused
    assert reply.is_success != refused


@pytest.mark.parametrize("role", ["root", "admin", "auditor"])
async def test_every_role_may_look(service: Service, role: Role) -> None:
    await service.sign_in(role)

    for path in ("me", "users", "keys", "teams", "calls", "overview", "standings"):
        assert (await service.client.get(f"/admin/api/{path}")).status_code == 200


async def test_signing_in_names_the_administrator_and_sets_the_cookie(service: Service) -> None:
    root = await service.house.administrator()

    reply = await service.client.post(
        "/admin/api/auth/sign-in", json={"email": "root@x.org", "password": PASSWORD}
    )

    me = {
        "id": root.id,
        "email": "root@x.org",
        "name": "Root",
        "role": "root",
        "has_second_factor": False,
        "must_set_up": False,
    }
    token = reply.json()["access_token"]
    assert reply.json() == {"access_token": token, "expires_in_s": 300, "administrator": me}
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("parley-admin-refresh=")
    assert cookie.endswith("; HttpOnly; Max-Age=43200; Path=/; SameSite=strict")
    service.client.headers["authorization"] = f"Bearer {token}"
    assert (await service.client.get("/admin/api/me")).json() == me


async def test_the_cookie_keeps_one_signed_in_until_signing_out(service: Service) -> None:
    await service.house.administrator()
    credentials = {"email": "root@x.org", "password": PASSWORD}
    await service.client.post("/admin/api/auth/sign-in", json=credentials)

    refreshed = await service.client.post("/admin/api/auth/refresh")
    out = await service.client.post("/admin/api/auth/sign-out")
    over = await service.client.post("/admin/api/auth/refresh")

    assert refreshed.json()["administrator"]["email"] == "root@x.org"
    assert (out.status_code, over.status_code) == (204, 401)
    gone = {"authorization": f"Bearer {refreshed.json()['access_token']}"}
    assert (await service.client.get("/admin/api/me", headers=gone)).status_code == 401


@pytest.mark.parametrize("path", ["sign-in", "refresh", "sign-out"])
async def test_another_sites_page_can_neither_sign_in_nor_out(service: Service, path: str) -> None:
    reply = await service.client.post(
        f"/admin/api/auth/{path}",
        json={"email": "root@x.org", "password": PASSWORD},
        headers={"origin": "https://evil.example"},
    )

    assert reply.status_code == 403


async def test_a_sixth_try_is_told_when_to_come_back(service: Service) -> None:
    wrong = {"email": "root@x.org", "password": "wrong"}
    tries = [await service.client.post("/admin/api/auth/sign-in", json=wrong) for _ in range(6)]

    assert [reply.status_code for reply in tries] == [401] * 5 + [429]
    assert tries[5].headers["retry-after"] == "2"


async def test_a_user_is_disabled_and_their_sessions_end(service: Service) -> None:
    chat = await service.house.open_chat_session(ADA)
    await service.sign_in("admin")

    reply = await service.client.patch("/admin/api/users/ada", json={"state": "disabled"})
    listed = await service.client.get("/admin/api/users?search=ADA@")

    ada = {
        "id": "ada",
        "email": "ada@example.com",
        "name": "Ada",
        "state": "disabled",
        "created_at": "2026-01-01T12:00:00Z",
        "last_seen_at": None,
        "ban": None,
    }
    assert reply.json() == ada
    assert listed.json() == {"items": [ada], "next_cursor": None}
    with pytest.raises(Unauthenticated):
        await service.house.authenticate_chat(chat.access_token)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "users/ada", {"state": "deleted"}),
        ("PATCH", "users/ada", {"state": "active", "role": "root"}),
        ("POST", "keys", {**KEY, "digest": "d"}),
        ("POST", "keys", {**KEY, "owner_kind": "root"}),
        ("POST", "keys", {**KEY, "expires_at": "2027-01-01T00:00:00"}),
        ("POST", "keys", {**KEY, "owner_id": {"$ne": None}}),
        ("POST", "teams", {"name": 7}),
        ("POST", "teams", {"name": "Blue", "members": ["ada"]}),
        ("GET", "users?limit=0", None),
        ("GET", "users?limit=201", None),
        ("GET", "overview?span=1y", None),
        ("GET", "usage?from=2026-01-01", None),
        ("GET", "usage?from=yesterday&to=2026-01-01", None),
    ],
)
async def test_what_is_not_in_the_contract_is_refused(
    service: Service, method: str, path: str, body: object
) -> None:
    await service.sign_in()

    reply = await service.client.request(method, f"/admin/api/{path}", json=body)

    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "invalid")


async def test_a_keys_secret_is_shown_once_and_its_digest_never(service: Service) -> None:
    await service.sign_in()

    made = await service.client.post("/admin/api/keys", json=KEY)
    listed = await service.client.get("/admin/api/keys")
    revoked = await service.client.post(f"/admin/api/keys/{made.json()['key']['id']}/revoke")

    key, secret = made.json()["key"], made.json()["secret"]
    assert made.status_code == 201
    assert secret.startswith("sk-parley-")
    assert key == {
        "id": key["id"],
        "name": "laptop",
        "prefix": f"sk-parley-{key['id']}",
        "last4": secret[-4:],
        "owner": {"kind": "user", "id": "ada", "name": "Ada"},
        "state": "active",
        "created_at": "2026-01-01T12:00:00Z",
        "expires_at": None,
        "last_used_at": None,
        "scope": {
            "models": ["*"],
            "endpoints": [*ENDPOINTS],
            "networks": [],
        },
        "when_client_leaves": None,
        "reuse_s": None,
        "reasoning": "reasoning_content",
    }
    assert listed.json() == {"items": [key], "next_cursor": None}
    assert revoked.json() == {**key, "state": "revoked"}
    stored = await service.house.keys.get(KeyId(key["id"]))
    for reply in (listed, revoked):
        assert secret not in reply.text
        assert stored.digest not in reply.text


async def test_no_answer_holds_a_password_or_a_digest(service: Service) -> None:
    await service.sign_in()
    await service.house.keys.add(a_key())

    for path in ("me", "users", "users/ada", "keys", "keys/k1", "teams", "calls", "standings"):
        text = (await service.client.get(f"/admin/api/{path}")).text
        assert "hash" not in text
        assert "digest" not in text


async def test_teams_are_made_and_listed(service: Service) -> None:
    await service.sign_in()
    await service.house.teams.add(replace(a_team(name="Red"), members=(ADA,)))

    made = await service.client.post("/admin/api/teams", json={"name": "Blue"})
    taken = await service.client.post("/admin/api/teams", json={"name": "blue"})
    listed = await service.client.get("/admin/api/teams")

    blue = {
        "id": made.json()["id"],
        "name": "Blue",
        "created_at": "2026-01-01T12:00:00Z",
        "member_count": 0,
    }
    red = {**blue, "id": "t1", "name": "Red", "member_count": 1}
    assert (made.status_code, made.json()) == (201, blue)
    assert taken.status_code == 409
    assert listed.json() == {"items": [blue, red]}


async def test_a_key_of_a_team_names_it(service: Service) -> None:
    await service.sign_in()
    await service.house.teams.add(a_team(name="Blue"))

    made = await service.client.post(
        "/admin/api/keys", json={**KEY, "owner_kind": "team", "owner_id": "t1"}
    )

    assert made.json()["key"]["owner"] == {"kind": "team", "id": "t1", "name": "Blue"}


async def test_usage_is_money_in_strings(service: Service) -> None:
    await service.sign_in()
    await service.house.totals.add(a_batch().id, [a_transaction()])

    usage = await service.client.get("/admin/api/usage?from=2026-01-01&to=2026-01-01")
    overview = await service.client.get("/admin/api/overview?span=7d")

    totals = {
        "requests": 1,
        "errors": 0,
        "input_tokens": 5,
        "cached_tokens": 2,
        "output_tokens": 5,
        "cost_nano_usd": "7",
    }
    nothing = {key: "0" if key == "cost_nano_usd" else 0 for key in totals}
    row = {**totals, "day": "2026-01-01", "model": "m", "provider": "p"}
    assert usage.json() == {"rows": [row], "totals": totals}
    assert overview.json() == {
        "since": "2025-12-26T00:00:00Z",
        "step_s": 86_400,
        "steps": 7,
        "now": {**totals, "active_users": 1},
        "before": {**nothing, "active_users": 0},
        "slots": [{**totals, "at": "2026-01-01T00:00:00Z", "model": "m"}],
        "active_users": [{"at": "2026-01-01T00:00:00Z", "users": 1}],
        "accounts": [{**totals, "kind": "user", "id": "ada", "name": "ada@example.com"}],
    }


async def test_an_account_is_a_user_or_a_team(service: Service) -> None:
    await service.sign_in()
    payer = Payer(team=TeamId("t1"), key=KeyId("k1"))
    await service.house.totals.add(a_batch().id, [replace(a_transaction(), payer=payer)])

    (account,) = (await service.client.get("/admin/api/overview")).json()["accounts"]

    assert (account["kind"], account["id"], account["name"]) == ("team", "t1", "t1")


async def test_a_call_is_shown_with_its_names(service: Service) -> None:
    await service.sign_in()
    await service.house.keys.add(a_key())
    payer = Payer(user=ADA, team=TeamId("t1"), key=KeyId("k1"))
    await service.house.transactions.record(a_batch(replace(a_transaction(), payer=payer)))

    listed = await service.client.get("/admin/api/calls")
    read = await service.client.get("/admin/api/calls/r1")
    missing = await service.client.get("/admin/api/calls/r2")

    assert listed.json() == {"items": [CALL], "next_cursor": None}
    assert read.json() == {**CALL, **STORY}
    assert missing.status_code == 404


async def test_a_call_with_the_person_s_own_key_says_so_and_what_it_is_listed_at(
    service: Service,
) -> None:
    await service.sign_in()
    rate = NanoUsd(1_000_000_000_000)
    price = Price(
        input=rate,
        output=rate,
        cache_read=rate,
        cache_write_5m=rate,
        cache_write_1h=rate,
        source="list",
    )
    theirs = replace(a_transaction(), price=price, cost=ZERO, own_key=True)
    await service.house.transactions.record(a_batch(theirs))

    (call,) = (await service.client.get("/admin/api/calls")).json()["items"]

    listed = str(price.cost(theirs.usage))
    assert listed != "0"
    assert (call["own_key"], call["cost_nano_usd"], call["list_cost_nano_usd"]) == (
        True,
        "0",
        listed,
    )


async def test_an_unknown_cost_is_null_and_not_nothing(service: Service) -> None:
    await service.sign_in()
    await service.house.transactions.record(a_batch(a_transaction(cost=None)))

    reply = await service.client.get("/admin/api/calls")

    assert reply.json()["items"][0]["cost_nano_usd"] is None


async def test_calls_are_found_by_who_what_and_when_page_by_page(service: Service) -> None:
    await service.sign_in()
    calls = [a_transaction(f"r{n}", at=NOON + n * timedelta(hours=1)) for n in range(4)]
    other = a_transaction("other", model="other", outcome="error")
    await service.house.transactions.record(a_batch(*calls, other))
    asked = "user=ada&model=m&outcome=ok&source=relay&streamed=true&provider=p"
    time = "since=2026-01-01T13:00:00Z&until=2026-01-01T15:00:00Z"

    first = await service.client.get(f"/admin/api/calls?{asked}&{time}&limit=1")
    cursor = quote(first.json()["next_cursor"])
    rest = await service.client.get(f"/admin/api/calls?{asked}&{time}&cursor={cursor}")
    nobody = await service.client.get("/admin/api/calls?team=t1&key=k1")
    backwards = await service.client.get(
        "/admin/api/calls?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z"
    )

    assert [call["id"] for call in first.json()["items"]] == ["r2"]
    assert [call["id"] for call in rest.json()["items"]] == ["r1"]
    assert nobody.json() == {"items": [], "next_cursor": None}
    assert backwards.status_code == 400


async def test_a_call_s_story_has_the_price_that_was_charged(service: Service) -> None:
    await service.sign_in()
    rate = NanoUsd(3_000_000_000)
    long = LongContext(
        input=rate,
        output=rate,
        cache_read=rate,
        cache_write_5m=rate,
        cache_write_1h=NanoUsd(4),
        above=4,
    )
    price = Price(
        input=rate,
        output=rate,
        cache_read=rate,
        cache_write_5m=rate,
        cache_write_1h=rate,
        source="list",
        long_context=(long,),
    )
    call = replace(a_transaction(), price=price, dropped=("seed",), attempts=2)
    await service.house.transactions.record(a_batch(call))

    story = (await service.client.get("/admin/api/calls/r1")).json()

    assert (story["dropped"], story["attempts"]) == (["seed"], 2)
    assert story["price"] == {
        **dict.fromkeys(("input", "output", "cache_read", "cache_write_5m"), "3000000000"),
        "cache_write_1h": "4",
        "source": "list",
        "valid_from": None,
        "above_tokens": 4,
    }


@pytest.mark.exhaustive
async def test_every_operation_has_a_name_of_its_own(service: Service) -> None:
    document = service.app.openapi()

    names = [
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    ]

    assert json.loads(json.dumps(document)) == document
    assert all(name.isalpha() for name in names)
    assert len(names) == len(set(names)) > 40


async def test_a_key_is_made_with_a_scope_and_rotated(service: Service) -> None:
    await service.sign_in()
    scope = {"models": ["gpt-*"], "endpoints": ["messages"], "networks": ["10.0.0.0/8"]}
    made = await service.client.post("/admin/api/keys", json={**KEY, "scope": scope})
    key = made.json()["key"]

    rotated = await service.client.post(
        f"/admin/api/keys/{key['id']}/rotate", json={"overlap_s": 60}
    )

    assert key["scope"] == scope
    assert rotated.status_code == 201
    assert rotated.json()["key"]["scope"] == scope
    assert rotated.json()["secret"] != made.json()["secret"]
    old = await service.house.keys.get(KeyId(key["id"]))
    assert old.expires_at == service.house.clock() + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        ({"models": ["a b"]}, 400),
        ({"networks": ["10.0.0.1/8"]}, 400),
        ({"endpoints": ["everything"]}, 422),
        ({"owner": "eve"}, 422),
    ],
)
async def test_a_scope_that_says_nothing_is_refused(
    service: Service, scope: dict[str, object], status: int
) -> None:
    await service.sign_in()

    made = await service.client.post("/admin/api/keys", json={**KEY, "scope": scope})

    assert made.status_code == status


async def test_teams_have_members_with_roles_and_models(service: Service) -> None:
    await service.sign_in()
    await service.house.teams.add(a_team())
    path = "/admin/api/teams/t1"

    joined = await service.client.put(f"{path}/members/ada", json={"role": "manager"})
    granted = await service.client.put(f"{path}/models", json={"models": ["gpt-*"]})
    read = await service.client.get(f"{path}/access")
    left = await service.client.delete(f"{path}/members/ada")
    again = await service.client.delete(f"{path}/members/ada")

    ada = {"user_id": "ada", "role": "manager", "name": "Ada", "email": "ada@example.com"}
    assert joined.json()["members"] == [ada]
    assert granted.json()["models"] == ["gpt-*"]
    assert read.json() == granted.json()
    assert left.json()["members"] == []
    assert again.status_code == 404


async def test_a_user_is_read_with_teams_and_models(service: Service) -> None:
    await service.sign_in()
    blue = await service.house.teams.add(a_team(name="Blue"))
    await service.house.teams.add(a_team("t2", name="Red"))
    await service.house.teams.save(blue.with_member(ADA, role="manager"))

    read = await service.client.get("/admin/api/users/ada")
    nobody = await service.client.get("/admin/api/users/x")

    assert read.json() == {
        "id": "ada",
        "email": "ada@example.com",
        "name": "Ada",
        "state": "active",
        "created_at": "2026-01-01T12:00:00Z",
        "last_seen_at": None,
        "ban": None,
        "models": ["*"],
        "teams": [{"id": "t1", "name": "Blue", "role": "manager"}],
        "has_second_factor": False,
    }
    assert nobody.status_code == 404


async def test_keys_are_read_and_found_by_name_and_owner(service: Service) -> None:
    await service.sign_in()
    await service.house.keys.add(a_key())
    await service.house.keys.add(replace(a_key("k2"), name="build", user=EVE))

    read = await service.client.get("/admin/api/keys/k1")
    named = await service.client.get("/admin/api/keys?search=BUI")
    owned = await service.client.get("/admin/api/keys?owner=ada")
    missing = await service.client.get("/admin/api/keys/nope")

    assert owned.json()["items"] == [read.json()]
    assert [key["id"] for key in named.json()["items"]] == ["k2"]
    assert missing.status_code == 404


async def test_a_key_is_made_with_limits_and_budgets(service: Service) -> None:
    await service.sign_in()
    limits = {"requests_per_minute": 5, "tokens_per_minute": None, "parallel": 2}
    budget = {"window": "day", "limit_usd": "1.5", "hard": True, "zone": "UTC"}

    made = await service.client.post(
        "/admin/api/keys", json={**KEY, "limits": limits, "budgets": [budget]}
    )
    twice = await service.client.post("/admin/api/keys", json={**KEY, "budgets": [budget] * 2})
    listed = await service.client.get("/admin/api/keys")

    read = await service.client.get(f"/admin/api/allowances/key/{made.json()['key']['id']}")
    assert read.json() == {"limits": limits, "budgets": [budget]}
    assert twice.status_code == 400
    assert len(listed.json()["items"]) == 1


async def test_what_somebody_was_allowed_is_shown_as_it_stands(service: Service) -> None:
    await service.sign_in()
    budget = Budget(window="day", limit=NanoUsd(70))
    await service.house.users.save(
        (await service.house.users.get(ADA)).allowed(Limits(parallel=2), [budget])
    )
    await service.house.totals.add(a_batch().id, [a_transaction()])

    one = await service.client.get("/admin/api/standings/user/ada")
    ranking = await service.client.get("/admin/api/standings")
    nobody = await service.client.get("/admin/api/standings/user/x")

    measured = {
        "limits": [{"kind": "parallel", "limit": 2, "used": 0, "reset_s": 0.0}],
        "budgets": [
            {
                "window": "day",
                "zone": "UTC",
                "hard": True,
                "limit_nano_usd": "70",
                "spent_nano_usd": "7",
                "held_nano_usd": "0",
                "starts_at": "2026-01-01T00:00:00Z",
                "ends_at": "2026-01-02T00:00:00Z",
            }
        ],
    }
    assert one.json() == {
        **measured,
        "spent_today_nano_usd": "7",
        "spent_this_month_nano_usd": "7",
    }
    ada = {"kind": "user", "id": "ada", "name": "ada@example.com", "owner_name": ""}
    assert ranking.json() == {
        "items": [{**ada, **measured, "fullness": 0.1}],
        "next_cursor": None,
        "whole": 1,
    }
    assert nobody.status_code == 404


async def test_people_are_granted_models(service: Service) -> None:
    await service.sign_in()

    granted = await service.client.put("/admin/api/users/ada/models", json={"models": ["a*"]})
    nobody = await service.client.put("/admin/api/users/x/models", json={"models": []})

    assert granted.json() == {"models": ["a*"]}
    assert nobody.status_code == 404
    assert (await service.house.users.get(ADA)).models == ("a*",)


@pytest.mark.parametrize("subject", ["key/k1", "user/ada", "team/t1"])
async def test_keys_users_and_teams_have_limits_and_budgets(service: Service, subject: str) -> None:
    await service.sign_in()
    await service.house.teams.add(a_team())
    await service.house.keys.add(a_key())
    path = f"/admin/api/allowances/{subject}"
    budget = {"window": "month", "limit_usd": "12.5", "hard": True, "zone": "Europe/Berlin"}
    wanted = {
        "limits": {"requests_per_minute": 60, "tokens_per_minute": None, "parallel": 4},
        "budgets": [budget],
    }

    empty = await service.client.get(path)
    changed = await service.client.put(path, json=wanted)
    read = await service.client.get(path)

    assert empty.json()["budgets"] == []
    assert (changed.status_code, changed.json()) == (200, wanted)
    assert read.json() == wanted


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"limits": {"parallel": 0}}, 422),
        ({"limits": {"parallel": True}}, 422),
        ({"budgets": [{"window": "day", "limit_usd": "-1", "hard": True, "zone": "UTC"}]}, 422),
        ({"budgets": [{"window": "day", "limit_usd": "1e9", "hard": True, "zone": "UTC"}]}, 422),
        ({"budgets": [{"window": "year", "limit_usd": "1", "hard": True, "zone": "UTC"}]}, 422),
        ({"budgets": [{"window": "day", "limit_usd": "1", "hard": True, "zone": "Mars"}]}, 400),
        (
            {"budgets": [{"window": "day", "limit_usd": "9999999", "hard": True, "zone": "UTC"}]},
            400,
        ),
    ],
)
async def test_an_allowance_that_means_nothing_is_refused(
    service: Service, change: dict[str, object], status: int
) -> None:
    await service.sign_in()

    nothing: dict[str, object] = {"limits": {}, "budgets": list[str]()}
    body = {**nothing, **change}
    changed = await service.client.put("/admin/api/allowances/user/ada", json=body)

    assert changed.status_code == status
    assert (await service.house.users.get(ADA)).budgets == ()


async def test_what_becomes_of_a_key_s_calls_when_clients_leave_is_set_and_unset(
    service: Service,
) -> None:
    await service.sign_in()
    given = {"drain": True, "seconds": 30, "tokens": None}

    made = await service.client.post("/admin/api/keys", json=KEY)
    path = f"/admin/api/keys/{made.json()['key']['id']}/leaving"
    set_to = await service.client.put(path, json={"when_client_leaves": given})
    unset = await service.client.put(path, json={"when_client_leaves": None})
    again = await service.client.put(path, json={"when_client_leaves": {"drain": False}})
    refused = await service.client.put(
        path, json={"when_client_leaves": {"drain": False, "tokens": 5}}
    )

    assert set_to.json()["when_client_leaves"] == given
    assert unset.json()["when_client_leaves"] is None
    assert again.json()["when_client_leaves"] == {"drain": False, "seconds": None, "tokens": None}
    assert refused.status_code == 400
    stored = await service.house.keys.get(KeyId(made.json()["key"]["id"]))
    assert stored.leaving == Leaving()


async def test_for_how_long_a_key_s_answers_are_given_again_is_set_and_unset(
    service: Service,
) -> None:
    await service.sign_in()
    made = await service.client.post("/admin/api/keys", json=KEY)
    path = f"/admin/api/keys/{made.json()['key']['id']}/reuse"

    replies = [
        await service.client.put(path, json={"seconds": seconds})
        for seconds in (60, None, 0, 10**9)
    ]

    assert [reply.status_code for reply in replies] == [200, 200, 422, 422]
    assert [reply.json()["reuse_s"] for reply in replies[:2]] == [60, None]


async def test_how_a_key_s_clients_see_reasoning_is_set(service: Service) -> None:
    await service.sign_in()
    made = await service.client.post("/admin/api/keys", json=KEY)
    key = made.json()["key"]["id"]
    path = f"/admin/api/keys/{key}/reasoning"

    replies = [
        await service.client.put(path, json={"reasoning": wished})
        for wished in ("think_tags", "off", "aloud", None)
    ]

    assert [reply.status_code for reply in replies] == [200, 200, 422, 422]
    assert [reply.json()["reasoning"] for reply in replies[:2]] == ["think_tags", "off"]
    assert (await service.house.keys.get(KeyId(key))).reasoning == "off"


OFFER: dict[str, object] = {
    "version": 0,
    "providers": {
        "acme": {
            "settings": {"kind": "openai_compatible", "base_url": "https://a.example/v1"},
            "api_key": "sk-secret",
        }
    },
    "models": [{"name": "m", "provider": "acme", "weight": 2}],
    "removed": ["old"],
    "own_keys": ["acme"],
}


async def test_an_offer_is_changed_and_its_keys_are_never_told(service: Service) -> None:
    await service.sign_in("admin")

    changed = await service.client.put("/admin/api/offer", json=OFFER)
    read = await service.client.get("/admin/api/offer")

    assert (changed.status_code, read.status_code) == (200, 200)
    assert read.json() == changed.json()
    assert read.json() == {
        "version": 1,
        "providers": {
            "acme": {
                "settings": {"kind": "openai_compatible", "base_url": "https://a.example/v1"},
                "has_key": True,
            }
        },
        "models": [{"name": "m", "provider": "acme", "weight": 2}],
        "removed": ["old"],
        "own_keys": ["acme"],
    }


NO_OFFERS: list[tuple[dict[str, object], Role, int]] = [
    ({}, "auditor", 403),
    ({"version": 7}, "admin", 409),
    ({"models": [{}]}, "admin", 400),
    ({"models": "m"}, "admin", 422),
    ({"more": 1}, "admin", 422),
    ({"providers": {"A B": {"settings": {}}}}, "admin", 422),
    ({"providers": {"acme": {"settings": {}, "api_key": ""}}}, "admin", 422),
]


@pytest.mark.parametrize(
    ("changes", "role", "status"),
    NO_OFFERS,
)
async def test_an_offer_that_may_not_be_is_refused(
    service: Service, changes: dict[str, object], role: Role, status: int
) -> None:
    await service.sign_in(role)

    reply = await service.client.put("/admin/api/offer", json={**OFFER, **changes})

    assert reply.status_code == status
    assert "sk-secret" not in reply.text
    assert (await service.house.offers.current()).version == 0


async def test_all_that_is_served_is_told_with_its_prices(service: Service) -> None:
    await service.sign_in("auditor")
    price = Price(
        input=NanoUsd(3_000_000_000),
        output=NanoUsd(15_000_000_000),
        cache_read=NanoUsd(1),
        cache_write_5m=NanoUsd(2),
        cache_write_1h=NanoUsd(3),
        source="settings",
    )
    model = Model(name="m", label="M", provider="p", kind="openai", upstream="m", price=price)
    service.house.assortment = Assortment(
        providers=(
            KnownProvider(name="p", kind="openai", base_url=None, has_key=True, is_operators=True),
        ),
        models=(
            KnownModel(
                model=model,
                definition={"name": "m", "provider": "p"},
                is_operators=False,
                is_offered=True,
            ),
        ),
    )

    told = (await service.client.get("/admin/api/offer/assortment")).json()

    assert told["providers"] == [
        {
            "name": "p",
            "kind": "openai",
            "base_url": None,
            "has_key": True,
            "takes_own_keys": False,
            "whose": "operator",
        }
    ]
    (row,) = told["models"]
    assert (row["name"], row["whose"], row["is_offered"]) == ("m", "administrators", True)
    assert row["definition"] == {"name": "m", "provider": "p"}
    (place,) = row["places"]
    assert (place["price"]["input"], place["price"]["output"]) == ("3000000000", "15000000000")


async def test_a_provider_is_asked_for_its_models_and_the_key_never_told(
    service: Service,
) -> None:
    await service.sign_in("admin")
    settings = {"kind": "openai_compatible", "base_url": "https://a.example/v1"}
    body = {"name": "acme", "settings": settings, "api_key": "sk-secret"}

    found = await service.client.post("/admin/api/offer/discover", json=body)
    unknown = await service.client.post("/admin/api/offer/discover", json={"name": "acme"})

    assert found.json() == {"models": ["large", "small"]}
    assert service.house.asked_for_models[0].api_key == "sk-secret"
    assert unknown.status_code == 404
