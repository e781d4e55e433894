"""SEC-02, SEC-03: what is somebody's is not there for anybody else, on every route with a name."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.integration.system.at_provider import linked
from tests.integration.system.openapi_routes import Route, routes_of
from tests.running import RunningSystem

SECRET = "a word that only Ada knows"
API = json.dumps({"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "a"}}}})
PASSWORD = "correct horse battery staple"
NOBODYS = "0honp50wvwdmf9x3eyv1tdtojm"
KINDS = {
    "agents": "agent",
    "connections": "connection",
    "conversations": "conversation",
    "files": "file",
    "generations": "generation",
    "identities": "identity",
    "keys": "key",
    "links": "link",
    "memory": "fact",
    "presets": "preset",
    "projects": "project",
    "prompts": "prompt",
    "sessions": "session",
}
"""What the name in a path is of. A new kind of thing needs its line, and one of Ada's below."""
FOR_EVERYBODY = {
    "GET /api/shared/{id}",
    "POST /api/shared/{id}/copy",
    "PUT /api/announcements/{id}/dismissal",
}
"""Share links are for whoever has them; what is announced is nobody's, and dismissed by each."""
NAMED = [route for route in routes_of("chat") if "{" in route.path]


async def signed_up(chat: httpx2.AsyncClient) -> dict[str, str]:
    account = {"email": f"{uuid4()}@example.com", "password": PASSWORD}
    reply = await chat.post("/api/auth/register", json={**account, "name": "Somebody"})
    assert reply.status_code == 201, reply.text
    return {"authorization": f"Bearer {reply.json()['access_token']}"}


@pytest.fixture
async def chat(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    site = f"http://127.0.0.1:{system.ports['CHAT']}"
    async with httpx2.AsyncClient(base_url=site, headers={"origin": site}, timeout=20) as client:
        yield client


async def belongings(chat: httpx2.AsyncClient, ada: Mapping[str, str]) -> dict[str, str]:
    """One of each kind of thing that a person has."""

    async def made(path: str, body: Mapping[str, object]) -> dict[str, str]:
        reply = await chat.post(path, json=body, headers=ada)
        assert reply.is_success, f"{path}: {reply.text}"
        found: dict[str, str] = reply.json()
        return found

    conversation = (await made("/api/conversations", {"model": "fake-echo"}))["id"]
    said = await made(
        f"/api/conversations/{conversation}/messages", {"text": SECRET, "parent_id": None}
    )
    window = await chat.get(f"/api/conversations/{conversation}/messages", headers=ada)
    agent = {"name": SECRET, "model": "fake-echo", "instructions": SECRET}
    file = await made("/api/files", {"name": f"{SECRET}.txt", "size": len(SECRET)})
    await chat.put(
        f"/api/files/{file['id']}/content?offset=0", content=SECRET.encode(), headers=ada
    )
    await made(f"/api/files/{file['id']}/finish", {})
    place = {"kind": "openapi", "url": "https://a.example", "definition": API}
    await chat.put("/api/memory", json={"is_on": True}, headers=ada)
    facts: Any = (await made("/api/memory/facts", {"text": SECRET}))["facts"]
    devices = await chat.get("/api/sessions", headers=ada)
    prompt = {"name": SECRET, "command": "known", "text": SECRET}
    key = await made("/api/keys", {"name": SECRET})
    return {
        "agent": (await made("/api/agents", agent))["id"],
        "connection": (await made("/api/connections", {**place, "name": SECRET}))["id"],
        "conversation": conversation,
        "fact": facts[0]["id"],
        "file": file["id"],
        "generation": said["generation_id"],
        "identity": (await linked(chat, ada, password=PASSWORD))["id"],
        "key": key.get("id") or json.loads(json.dumps(key["key"]))["id"],
        "link": (await made(f"/api/conversations/{conversation}/links", {}))["id"],
        "message": window.json()["messages"][0]["id"],
        "preset": (await made("/api/presets", {"name": SECRET, "model": "fake-echo"}))["id"],
        "prompt": (await made("/api/prompts", prompt))["id"],
        "project": (await made("/api/projects", {"name": SECRET, "instructions": SECRET}))["id"],
        "session": devices.json()["items"][0]["id"],
    }


async def seen(chat: httpx2.AsyncClient, ada: Mapping[str, str], conversation: str) -> list[str]:
    """All that she can read, but for when she was last here."""
    lists = [
        "agents",
        "connections",
        "files",
        "identities",
        "keys",
        "links",
        "memory",
        "presets",
        "projects",
        "prompts",
        f"conversations/{conversation}",
    ]
    paths = [f"/api/{each}" for each in (*lists, f"conversations/{conversation}/messages")]
    return [(await chat.get(path, headers=ada)).text for path in paths]


async def asked(
    chat: httpx2.AsyncClient, route: Route, who: Mapping[str, str], names: Mapping[str, str]
) -> tuple[int, str]:
    """Status and body of an answer, in which whatever was named is called the same."""
    kind = KINDS[route.path.split("/")[2]]
    path = route.path.replace("{id}", names[kind])
    path = path.replace("{message_id}", names["message"]).replace("{version}", "1")
    if route.name == "PUT /api/files/{id}/content":
        reply = await chat.put(path + "?offset=0", content=b"mine", headers=who)
    else:
        reply = await chat.request(route.method, path, json=route.body, headers=who)
    text = re.sub(r'"request_id":"\w+"', "", reply.text)
    for name in names.values():
        text = text.replace(name, "it")
    return reply.status_code, text


def test_every_name_in_a_path_is_of_a_known_kind() -> None:
    kinds = {route.path.split("/")[2] for route in NAMED if route.name not in FOR_EVERYBODY}

    assert kinds == set(KINDS)


async def test_sec_02_a_strangers_things_are_as_if_they_were_not_there(
    chat: httpx2.AsyncClient,
) -> None:
    ada, eve = await signed_up(chat), await signed_up(chat)
    hers = await belongings(chat, ada)
    nobodys = dict.fromkeys(hers, NOBODYS)
    before = await seen(chat, ada, hers["conversation"])

    answers = {
        route.name: (await asked(chat, route, eve, hers), await asked(chat, route, eve, nobodys))
        for route in NAMED
        if route.name not in FOR_EVERYBODY
    }

    assert {name: found for name, (found, none) in answers.items() if found != none} == {}
    assert {name: found for name, (found, _) in answers.items() if found[0] != 404} == {}
    assert await seen(chat, ada, hers["conversation"]) == before


async def test_sec_03_another_ones_message_file_project_or_agent_does_not_get_into_a_chat(
    chat: httpx2.AsyncClient,
) -> None:
    ada, eve = await signed_up(chat), await signed_up(chat)
    hers = await belongings(chat, ada)
    mine = (await chat.post("/api/conversations", json={}, headers=eve)).json()["id"]
    own = {**hers, "conversation": mine}
    agent = f"agent/{hers['agent']}"
    says = f"/api/conversations/{mine}/messages"

    tries = [
        await chat.post(says, json={"text": "?", "parent_id": hers["message"]}, headers=eve),
        await chat.post(says, json={"text": "?", "file_ids": [hers["file"]]}, headers=eve),
        await chat.post(says, json={"text": "?", "model": agent}, headers=eve),
        await chat.post("/api/conversations", json={"model": agent}, headers=eve),
        await chat.post("/api/conversations", json={"project_id": hers["project"]}, headers=eve),
        await chat.patch(
            f"/api/conversations/{mine}", json={"active_leaf_id": hers["message"]}, headers=eve
        ),
        await chat.get(says, params={"around": hers["message"]}, headers=eve),
    ]
    routes = [route for route in NAMED if "{message_id}" in route.path]
    found = await chat.get("/api/search", params={"q": SECRET}, headers=eve)

    assert [reply.status_code for reply in tries] == [404] * len(tries)
    assert {r.name: (await asked(chat, r, eve, own))[0] for r in routes} == {
        route.name: 404 for route in routes
    }
    assert found.json() == {"found": []}
    assert (await chat.get(says, headers=eve)).json()["messages"] == []
