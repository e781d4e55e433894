"""REL-03, SEC-17: no text and no archive makes a service think longer than a fifth of a second."""

import io
import json
import zipfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from typing import Final
from urllib.parse import quote

import httpx2
import pytest

from tests import exports
from tests.integration.security.people import administrators_token, at, bearer, registered
from tests.integration.security.test_signing_in import cpu_s
from tests.running import RunningSystem

LONG: Final = 100_000
TEXTS: Final = {
    "nested groups": "(a+)+$" * (LONG // 6),
    "as and an end": "a" * LONG + "!",
    "percent signs": "%" * LONG,
    "stars": "*" * LONG,
    "brackets": "(" * LONG,
    "backslashes": "\\" * LONG,
    "dollars": "$" * LONG,
    "quotations": "> " * 10_000,
    "lists": "\n".join("  " * (depth % 500) + "- x" for depth in range(5_000)),
    "backticks": "`" * LONG,
    "fences": "```\n" * (LONG // 4),
    "links": "[" * (LONG // 2) + "](" * (LONG // 4),
    "tables": "|" * LONG,
    "variables": "{{" * (LONG // 2),
    "entities": "&" * LONG,
    "accents": "e" + "\u0301" * LONG,
    "ligatures": "\ufdfa" * (LONG // 18),
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467" * (LONG // 10),
    "directions": "\u202e\u202c" * (LONG // 2),
    "blanks": " " * LONG + "x",
    "line ends": "\r\n" * (LONG // 2) + "x",
    "one word": "x" * LONG,
    "words": " ".join(f"w{number}" for number in range(LONG // 8)),
}
SOME: Final = tuple(TEXTS)[::3]
FEW: Final = {name: TEXTS[name] for name in tuple(TEXTS)[::2]}
TERSE: Final = "fake-length"
"""It says a few words, whatever it is asked."""
QUERY_MAX: Final = 200
ALLOWED_S: Final = 0.2
SLACK_S: Final = 0.3
"""What else a service does at that time: the ticks of its clock, other people's calls."""

Act = Callable[[str], Awaitable[httpx2.Response]]


@pytest.fixture
async def chat(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with at(system, "chat") as client:
        yield client


async def expect_little_thought(
    system: RunningSystem, service: str, acts: dict[str, Act], *, texts: Mapping[str, str] = FEW
) -> None:
    pid = system.part(service).pid
    slow: list[str] = []
    for place, act in acts.items():
        for name, text in texts.items():
            began = cpu_s(pid)
            reply = await act(text)
            took_s = cpu_s(pid) - began
            if took_s > ALLOWED_S + SLACK_S or reply.status_code >= 500:
                slow.append(f"{place}, {name}: {took_s:.2f} s, {reply.status_code}")
    assert slow == []


async def test_rel_03_no_text_that_is_written_or_sought_in_chat_takes_long(
    system: RunningSystem, chat: httpx2.AsyncClient
) -> None:
    ada = await registered(chat)
    made = await chat.post("/api/conversations", json={}, headers=ada.rights)
    path = f"/api/conversations/{made.json()['id']}"
    await chat.put("/api/memory", json={"is_on": True}, headers=ada.rights)

    async def posted(where: str, body: object) -> httpx2.Response:
        return await chat.post(where, json=body, headers=ada.rights)

    async def asked(where: str, **params: str) -> httpx2.Response:
        return await chat.get(where, params=params, headers=ada.rights)

    def renamed(text: str) -> Awaitable[httpx2.Response]:
        return chat.patch(path, json={"title": text[:1_000]}, headers=ada.rights)

    def prompt(text: str) -> dict[str, str]:
        return {"name": "p", "command": f"c{abs(hash(text))}", "text": text[:20_000]}

    def agent(text: str) -> dict[str, str]:
        return {"name": "a", "model": "fake-echo", "instructions": text[:20_000]}

    await expect_little_thought(
        system,
        "chat",
        {
            "search": lambda text: asked("/api/search", q=text[:QUERY_MAX]),
            "list by tag": lambda text: asked("/api/conversations", tag=text[:100]),
            "title": renamed,
            "prompt": lambda text: posted("/api/prompts", prompt(text)),
            "agent": lambda text: posted("/api/agents", agent(text)),
            "fact": lambda text: posted("/api/memory/facts", {"text": text[:4_000]}),
            "address": lambda text: posted(
                "/api/auth/password-reset", {"email": f"{text[:200]}@{text[:80]}"}
            ),
            "document": lambda text: posted(
                "/api/connections",
                {"kind": "openapi", "name": "c", "url": "https://a.example", "definition": text},
            ),
        },
    )


@pytest.mark.parametrize("names", [SOME, pytest.param(tuple(TEXTS), marks=pytest.mark.long)])
async def test_rel_03_no_message_and_no_import_takes_long(
    system: RunningSystem, chat: httpx2.AsyncClient, names: Sequence[str]
) -> None:
    """A message is also answered, told to its viewers and put into the search."""
    ada = await registered(chat)

    async def answered(text: str) -> httpx2.Response:
        made = await chat.post(
            "/api/conversations", json={"model": "fake-echo"}, headers=ada.rights
        )
        path = f"/api/conversations/{made.json()['id']}/messages"
        sent = await chat.post(path, json={"text": text[:20_000]}, headers=ada.rights)
        if sent.status_code == 400:
            return sent  # it has no word in it
        events = f"/api/generations/{sent.json()['generation_id']}/events"
        return await chat.get(events, headers=ada.rights)

    async def imported(text: str) -> httpx2.Response:
        told = json.loads(json.dumps(exports.chatgpt()).replace("Hello", json.dumps(text)[1:-1]))
        data = exports.as_zip({**told, "title": text})
        return await chat.post("/api/imports", content=data, headers=ada.rights)

    texts = {name: TEXTS[name] for name in names}
    await expect_little_thought(
        system, "chat", {"answer": answered, "import": imported}, texts=texts
    )


async def test_rel_03_no_archive_takes_long(
    system: RunningSystem, chat: httpx2.AsyncClient
) -> None:
    ada = await registered(chat)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2_000):
            archive.writestr(f"../../{number}/conversations.json", "[]")
        archive.writestr("conversations.json", "[" + " " * 20_000_000 + "]")

    async def imported(_: str) -> httpx2.Response:
        return await chat.post("/api/imports", content=packed.getvalue(), headers=ada.rights)

    await expect_little_thought(system, "chat", {"import": imported}, texts={"bomb": ""})


async def test_rel_03_no_text_takes_the_administration_or_the_relay_long(
    system: RunningSystem,
) -> None:
    async with at(system, "admin") as admin, at(system, "relay") as relay:
        rights = bearer(await administrators_token(system, admin))

        def sought(where: str, name: str) -> Act:
            return lambda text: admin.get(where, params={name: text[:200]}, headers=rights)

        def sent(path: str, **body: object) -> Act:
            def act(text: str) -> Awaitable[httpx2.Response]:
                told = {"model": TERSE, **body}
                said = text if path == "/v1/responses" else [{"role": "user", "content": text}]
                told["input" if path == "/v1/responses" else "messages"] = said
                return relay.post(path, json=told, headers=bearer(system.relay_key))

            return act

        await expect_little_thought(
            system,
            "admin",
            {
                "users": sought("/admin/api/users", "search"),
                "keys": sought("/admin/api/keys", "search"),
                "calls": sought("/admin/api/calls", "model"),
                "acts": sought("/admin/api/audit", "action"),
            },
        )
        await expect_little_thought(
            system,
            "relay",
            {
                "chat": sent("/v1/chat/completions"),
                "messages": sent("/v1/messages", max_tokens=10),
                "responses": sent("/v1/responses"),
                "model": lambda text: relay.get(
                    f"/v1/models/{quote(text[:1_000])}", headers=bearer(system.relay_key)
                ),
            },
        )
