"""SEC-28, SEC-33: words that were planted are found where they belong, and only there."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from tests.integration.security.people import administrators_token, at, bearer
from tests.integration.system.openapi_routes import routes_of
from tests.integration.system.test_a_deleted_account import everything, stores, value_of
from tests.running import RunningSystem

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPLITTING: Final = 'one\r\n{"level":"forged"}\x1b[2J\u2028two'
"""What would be two lines, and a colour, in a log that repeats it as it is."""
BELONGING: Final = {
    "agent_versions", "agents", "conversations", "file_contents.chunks", "files", "kept_answers",
    "memories", "messages",
}  # fmt: skip
"""Collections of what people say themselves."""
SETTINGS: Final = "/admin/api/system/settings"
"""Tells administrators what the operator has set, places on the machine included."""
NEVER_SAID: Final = re.compile(
    r"\$argon2|password_hash|refresh_digest|secret_digest|Traceback|site-packages|\.py\"|sealed|/home/|/tmp/"
)


@dataclass(frozen=True, slots=True)
class Canaries:
    """One word each, which nothing else says."""

    password: str = field(default_factory=lambda: f"canary-password-{uuid4().hex}")
    wrong: str = field(default_factory=lambda: f"canary-wrong-{uuid4().hex}")
    prompt: str = field(default_factory=lambda: f"canary-prompt-{uuid4().hex}")
    relayed: str = field(default_factory=lambda: f"canary-relayed-{uuid4().hex}")
    file: str = field(default_factory=lambda: f"canary-file-{uuid4().hex}")
    fact: str = field(default_factory=lambda: f"canary-fact-{uuid4().hex}")
    instructions: str = field(default_factory=lambda: f"canary-instructions-{uuid4().hex}")
    secret: str = field(default_factory=lambda: f"canary-secret-{uuid4().hex}")
    provider_key: str = field(default_factory=lambda: f"canary-provider-{uuid4().hex}")


@dataclass(frozen=True, slots=True)
class Planted:
    """`secrets` may stand nowhere as they are; `words` in the person's own documents alone."""

    secrets: Mapping[str, str]
    words: Mapping[str, str]
    answers: list[httpx2.Response]


class Recording:
    """Keeps every answer, as something to look through."""

    def __init__(self) -> None:
        self.answers: list[httpx2.Response] = []

    async def __call__(self, response: httpx2.Response) -> None:
        await response.aread()
        self.answers.append(response)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def planted(system: RunningSystem) -> AsyncGenerator[Planted]:
    canaries, recording = Canaries(), Recording()
    async with (
        at(system, "chat") as chat,
        at(system, "admin") as admin,
        at(system, "relay") as relay,
    ):
        for client in (chat, admin, relay):
            client.event_hooks["response"] = [recording]
        token = await a_life_in_chat(chat, canaries)
        key = (await chat.post("/api/keys", json={"name": "k"}, headers=bearer(token))).json()
        await a_life_in_tools(relay, key["secret"], canaries)
        rights = bearer(await administrators_token(system, admin))
        offered = await keep_provider(admin, rights, canaries)
        for service, client, headers in (("chat", chat, bearer(token)), ("admin", admin, rights)):
            for route in routes_of(service):
                if route.method == "GET" and "{" not in route.path:
                    await client.get(route.path, headers=headers, params={"q": canaries.prompt})
        try:
            yield Planted(
                secrets={
                    "password": canaries.password, "wrong": canaries.wrong, "token": token,
                    "key": key["secret"], "secret": canaries.secret,
                    "provider key": canaries.provider_key,
                    "cookie": next(each.value or "" for each in recording.answers[0].cookies.jar),
                },
                words={
                    "prompt": canaries.prompt, "relayed": canaries.relayed, "file": canaries.file,
                    "fact": canaries.fact, "instructions": canaries.instructions,
                },
                answers=recording.answers,
            )  # fmt: skip
        finally:
            back = {**offered, "version": offered["version"] + 1}
            reply = await admin.put("/admin/api/offer", json=back, headers=rights)
            assert reply.status_code == 200, reply.text


async def a_life_in_chat(chat: httpx2.AsyncClient, canaries: Canaries) -> str:
    """Somebody says, writes, keeps and mistypes all there is; their access token."""
    account = {"email": f"{uuid4()}@example.com", "password": canaries.password}
    reply = await chat.post("/api/auth/register", json={**account, "name": "Canary"})
    assert reply.status_code == 201, reply.text
    token: str = reply.json()["access_token"]
    rights = bearer(token)

    async def made(path: str, body: object, **more: Any) -> Any:
        answer = await chat.post(path, json=body, headers=rights, **more)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    await chat.post("/api/auth/sign-in", json={**account, "password": canaries.wrong})
    await chat.post(
        "/api/me/password", json={"present": canaries.wrong, "new": canaries.wrong}, headers=rights
    )
    conversation = (await made("/api/conversations", {"model": "fake-echo"}))["id"]
    said = await made(f"/api/conversations/{conversation}/messages", {"text": canaries.prompt})
    events = await chat.get(f"/api/generations/{said['generation_id']}/events", headers=rights)
    assert "final" in events.text
    file = await made("/api/files", {"name": "f.txt", "size": len(canaries.file)})
    content = f"/api/files/{file['id']}/content"
    await chat.put(content, params={"offset": 0}, content=canaries.file.encode(), headers=rights)
    await made(f"/api/files/{file['id']}/finish", {})
    await chat.put("/api/memory", json={"is_on": True}, headers=rights)
    await made("/api/memory/facts", {"text": canaries.fact})
    agent = {"name": "a", "model": "fake-echo", "instructions": canaries.instructions}
    await made("/api/agents", agent)
    api = {"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "a"}}}}
    place = {"kind": "openapi", "url": "https://a.example", "definition": json.dumps(api)}
    told = {"auth": {"kind": "bearer"}, "secret": canaries.secret, "name": "c"}
    await made("/api/connections", {**place, **told})
    await chat.get("/api/search", params={"q": canaries.prompt}, headers=rights)
    await chat.post("/api/conversations", json={"model": SPLITTING}, headers=rights)
    return token


async def a_life_in_tools(relay: httpx2.AsyncClient, key: str, canaries: Canaries) -> None:
    """Calls that are answered, that fail with us and that fail with the provider."""
    agent = {"user-agent": SPLITTING.replace("\r\n", " ").encode("ascii", "replace").decode()}
    for path, model in (
        ("/v1/chat/completions", "fake-echo"),
        ("/v1/chat/completions", "fake-refused"),
        ("/v1/chat/completions", f"no-such-{SPLITTING}"),
        ("/v1/messages", "fake-broken"),
        ("/v1/responses", "fake-echo"),
    ):
        asked = [{"role": "user", "content": canaries.relayed}]
        field_name = "input" if path == "/v1/responses" else "messages"
        body = {"model": model, field_name: asked, "max_tokens": 50}
        if path == "/v1/responses":
            del body["max_tokens"]
        await relay.post(path, json=body, headers={**bearer(key), **agent})
    await relay.post("/v1/chat/completions", content=canaries.relayed.encode(), headers=bearer(key))
    await relay.get("/v1/models", headers=bearer(key + "x"))


async def keep_provider(
    admin: httpx2.AsyncClient, rights: Mapping[str, str], canaries: Canaries
) -> dict[str, Any]:
    """A provider of the administrators' own, with a key; the offer that was before."""
    before: dict[str, Any] = (await admin.get("/admin/api/offer", headers=rights)).json()
    settings = {"kind": "openai", "base_url": "http://127.0.0.1:9/v1"}
    told = {"settings": settings, "api_key": canaries.provider_key}
    kept = await admin.put(
        "/admin/api/offer",
        json={**before, "providers": {"canary": told}},
        headers=rights,
    )
    assert kept.status_code == 200, kept.text
    return before


def without_own(answers: list[httpx2.Response]) -> list[httpx2.Response]:
    """All but those that hand over what is shown once."""
    once = ("/api/auth/", "/admin/api/auth/", "/api/keys")
    return [
        each
        for each in answers
        if not (each.request.method == "POST" and each.request.url.path.startswith(once))
    ]


async def test_sec_28_sec_33_what_was_planted_is_found_where_it_belongs_and_only_there(
    system: RunningSystem, planted: Planted
) -> None:
    async with stores(system) as (database, redis):
        kept = await everything(database)
        keys = [str(each) for each in await redis.keys("*")]
        hot = "\n".join([await value_of(redis, each) for each in keys])
    logs = {path.name: path.read_text() for path in (system.home / "logs").iterdir()}
    written = [*(system.home / "journal").rglob("*"), *(system.home / "mail").rglob("*")]
    logs |= {path.name: path.read_text("latin-1") for path in written if path.is_file()}
    metrics = await counters(system)

    for name, word in {**planted.secrets, **planted.words}.items():
        assert [log for log, text in logs.items() if word in text] == [], name
        assert word not in metrics, name
    for name, word in planted.secrets.items():
        assert [collection for collection, text in kept.items() if word in text] == [], name
        assert word not in hot, name
        told = [each.request.url.path for each in without_own(planted.answers) if word in each.text]
        assert told == [], name
    assert '"canary"' in kept["configuration"]
    for name, word in planted.words.items():
        places = {collection for collection, text in kept.items() if word in text}
        assert places <= BELONGING, name


async def counters(system: RunningSystem) -> str:
    found: list[str] = []
    for service in ("chat", "admin", "relay"):
        async with at(system, service) as client:
            found.append((await client.get("/metrics")).text)
    return "".join(found)


async def test_sec_28_no_answer_tells_how_it_is_made_inside(planted: Planted) -> None:
    assert len(planted.answers) > 60
    assert [
        (each.request.url.path, found[0])
        for each in planted.answers
        if each.request.url.path != SETTINGS and (found := NEVER_SAID.search(each.text))
    ] == []
    assert {each.status_code for each in planted.answers if each.status_code >= 500} <= {502, 503}


async def test_sec_33_one_event_is_one_line_whatever_was_sent(
    system: RunningSystem, planted: Planted
) -> None:
    assert planted.answers
    for name in ("chat", "admin", "relay", "access"):
        lines = (system.home / "logs" / f"{name}.log").read_text().splitlines()
        strange = [line for line in lines if not line.startswith("{")]
        assert [line for line in strange if "forged" in line or "\x1b" in line] == []
        rows = [json.loads(line) for line in lines if line.startswith("{")]
        assert [row for row in rows if row.get("level") == "forged"] == []
