import asyncio
import json
import re

import pytest

from adapters.inbound.chat.app import create_app
from domain.ids import GenerationId
from tests.routes.chat.service import ADA, Service
from tests.unit.application.chat.scripted_model import begun, saying


def events(text: str) -> list[tuple[str, str, dict[str, object]]]:
    """(id, event, data) of each event."""
    found: list[tuple[str, str, dict[str, object]]] = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if "event" in fields:
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return found


async def test_a_person_registers_asks_and_reads_the_answer(service: Service) -> None:
    service.house.model.scripts.append(saying("Hel", "lo"))
    headers = await service.register()

    sent = await service.send(headers)
    stream = await service.client.get(
        f"/api/generations/{sent['generation']}/events", headers=headers
    )
    listed = (await service.client.get(sent["path"], headers=headers)).json()

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["x-accel-buffering"] == "no"
    assert stream.text.startswith("retry: 1000\n\n")
    assert events(stream.text)[-1][1] == "final"
    answer = listed["messages"][1]
    assert answer == events(stream.text)[-1][2]["message"]
    assert answer["parts"] == [{"type": "text", "text": "Hello"}]
    assert (answer["state"], answer["sibling_ids"]) == ("complete", [answer["id"]])
    assert answer["usage"]["cost_nano_usd"] == "20"
    assert listed["has_more"] is False


async def test_the_refresh_cookie_keeps_one_signed_in_until_signing_out(service: Service) -> None:
    await service.register()
    assert service.client.cookies.get("parley-refresh")

    refreshed = await service.client.post("/api/auth/refresh")
    out = await service.client.post("/api/auth/sign-out")
    over = await service.client.post("/api/auth/refresh")

    assert refreshed.status_code == 200
    assert refreshed.json()["user"]["email"] == "ada@x.org"
    assert out.status_code == 204
    assert over.status_code == 401


async def test_over_https_the_cookie_is_bound_to_the_host(service: Service) -> None:
    reply = await service.client.post(
        "/api/auth/register",
        json=ADA,
        headers={"x-forwarded-proto": "https", "host": "chat.example"},
    )

    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("__Host-parley-refresh=")
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("path", ["register", "sign-in", "refresh", "sign-out"])
@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
async def test_another_sites_page_is_refused(
    service: Service, path: str, headers: dict[str, str]
) -> None:
    await service.register(email="eve@x.org")
    body = {key: ADA[key] for key in ("email", "password")}

    reply = await service.client.post(
        f"/api/auth/{path}", json=ADA if path == "register" else body, headers=headers
    )

    assert reply.status_code == 403


async def test_signing_in_in_the_open_is_refused(service: Service) -> None:
    reply = await service.client.post(
        "/api/auth/register", json=ADA, headers={"host": "chat.example"}
    )

    assert reply.status_code == 403
    assert "https" in reply.json()["error"]["message"]


OPEN = "/api/auth/"
"""Where somebody is who has no token yet."""
SHARED = "/api/shared/{id}"
"""What is read by everybody who has its address."""


@pytest.mark.exhaustive
async def test_every_route_but_signing_in_wants_a_token(service: Service) -> None:
    paths = create_app(service.house.use).openapi()["paths"]
    closed = [path for path in paths if not path.startswith(OPEN) and path != SHARED]
    for path in closed:
        for method in paths[path]:
            for headers in ({}, {"authorization": "Bearer nonsense"}):
                reply = await service.client.request(
                    method, re.sub(r"{\w+}", "1", path), json={}, headers=headers
                )
                assert reply.status_code == 401, (method, path)
    assert len(closed) > len(paths) / 2


async def test_a_stranger_finds_nothing(service: Service) -> None:
    service.house.model.scripts.append(saying("secret"))
    ada = await service.register()
    sent = await service.send(ada)
    await service.house.jobs.all_done()
    eve = await service.register(email="eve@x.org")
    chat = f"/api/conversations/{sent['chat']}"
    generation = f"/api/generations/{sent['generation']}"

    replies = [
        await service.client.get(chat, headers=eve),
        await service.client.patch(chat, json={"title": "x"}, headers=eve),
        await service.client.delete(chat, headers=eve),
        await service.client.get(f"{chat}/messages", headers=eve),
        await service.client.post(f"{chat}/messages", json={"text": "x"}, headers=eve),
        await service.client.post(f"{chat}/messages/x/regenerate", json={}, headers=eve),
        await service.client.post(f"{chat}/duplicate", headers=eve),
        await service.client.get(f"{chat}/export", headers=eve),
        await service.client.post(f"{chat}/messages/{sent['message']}/fork", json={}, headers=eve),
        await service.client.delete(f"{chat}/messages/{sent['message']}", headers=eve),
        await service.client.get(f"{generation}/events", headers=eve),
        await service.client.post(f"{generation}/stop", headers=eve),
    ]

    assert [reply.status_code for reply in replies] == [404] * 12
    assert (await service.client.get("/api/conversations", headers=eve)).json()["items"] == []


@pytest.mark.parametrize(
    "extra", [{"owner": "eve"}, {"id": "x"}, {"$set": {}}, {"version": 1}, {"text": {"$ne": ""}}]
)
async def test_what_was_not_asked_for_is_refused(
    service: Service, extra: dict[str, object]
) -> None:
    headers = await service.register()
    chat = (await service.client.post("/api/conversations", json={}, headers=headers)).json()

    reply = await service.client.post(
        f"/api/conversations/{chat['id']}/messages", json={"text": "x", **extra}, headers=headers
    )

    assert reply.status_code == 422


async def test_a_conversation_is_forked_duplicated_and_pruned(service: Service) -> None:
    service.house.model.scripts.append(saying("yes"))
    ada = await service.register()
    sent = await service.send(ada)
    await service.house.jobs.all_done()
    chat = f"/api/conversations/{sent['chat']}"
    message = f"{chat}/messages/{sent['message']}"

    fork = await service.client.post(f"{message}/fork", json={"scope": "level"}, headers=ada)
    copy = await service.client.post(f"{chat}/duplicate", headers=ada)
    pruned = await service.client.delete(message, headers=ada)
    wrong = await service.client.post(f"{message}/fork", json={"scope": "all"}, headers=ada)

    assert (fork.status_code, copy.status_code, pruned.status_code) == (201, 201, 200)
    assert len({fork.json()["id"], copy.json()["id"], sent["chat"]}) == 3
    assert pruned.json()["active_leaf_id"] is None
    assert wrong.status_code == 422


async def test_conversations_are_listed_by_shelf_and_tag(service: Service) -> None:
    ada = await service.register()
    made = (await service.client.post("/api/conversations", json={}, headers=ada)).json()
    path = f"/api/conversations/{made['id']}"

    changed = await service.client.patch(path, json={"pinned": True, "tags": ["work"]}, headers=ada)
    found = await service.client.get(
        "/api/conversations", params={"shelf": "pinned", "tag": "work"}, headers=ada
    )
    others = await service.client.get("/api/conversations", headers=ada)

    assert (changed.json()["shelf"], changed.json()["tags"]) == ("pinned", ["work"])
    assert [each["id"] for each in found.json()["items"]] == [made["id"]]
    assert others.json()["items"] == []


async def test_a_conversation_is_renamed_listed_and_deleted(service: Service) -> None:
    headers = await service.register()
    made = await service.client.post("/api/conversations", json={"model": "large"}, headers=headers)
    path = f"/api/conversations/{made.json()['id']}"

    renamed = await service.client.patch(path, json={"title": "New"}, headers=headers)
    listed = await service.client.get("/api/conversations", headers=headers)
    deleted = await service.client.delete(path, headers=headers)

    assert made.status_code == 201
    assert made.json()["model"] == "large"
    assert listed.json() == {"items": [renamed.json()], "next_cursor": None}
    assert renamed.json()["title"] == "New"
    assert deleted.status_code == 204
    assert (await service.client.get(path, headers=headers)).status_code == 404


async def test_stop_says_accepted_and_running_answers_are_shown(service: Service) -> None:
    service.house.model.scripts.append([*begun("a"), asyncio.Event()])
    headers = await service.register()
    sent = await service.send(headers)
    path = f"/api/conversations/{sent['chat']}"
    running = (await service.client.get(path, headers=headers)).json()["running_generation_id"]

    stop = await service.client.post(f"/api/generations/{running}/stop", headers=headers)
    await service.house.jobs.all_done()

    assert running == sent["generation"]
    assert (stop.status_code, stop.json()) == (202, {})
    after = (await service.client.get(path, headers=headers)).json()
    assert after["running_generation_id"] is None


async def test_the_models_on_offer_are_listed_with_prices(service: Service) -> None:
    headers = await service.register()

    models = (await service.client.get("/api/models", headers=headers)).json()["models"]

    assert [model["name"] for model in models] == ["small", "large", "free"]
    assert [model["is_default"] for model in models] == [True, False, False]
    assert models[0]["price"]["output_nano_usd_per_mtok"] == "2000000"
    assert models[2]["price"] is None


async def test_viewers_are_let_go_at_a_shutdown_and_the_answer_is_kept(service: Service) -> None:
    service.house.model.scripts.append([*begun("half"), asyncio.Event()])
    headers = await service.register()
    sent = await service.send(headers)
    watching = asyncio.create_task(
        service.client.get(f"/api/generations/{sent['generation']}/events", headers=headers)
    )
    await service.house.log.read(GenerationId(sent["generation"]), after=None, wait_s=5)

    service.shutdown.begin(patience_s=0.05)
    seen = events((await watching).text)
    await service.house.jobs.all_done()

    listed = (await service.client.get(sent["path"], headers=headers)).json()
    assert "final" not in [event for _, event, _ in seen]
    assert listed["messages"][1]["state"] == "interrupted"
    assert listed["messages"][1]["parts"] == [{"type": "text", "text": "half"}]
