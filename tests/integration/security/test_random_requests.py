"""REL-02: whatever is sent to a route, it is told in words and breaks nothing."""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random
from typing import Final

import httpx2
import pytest

from domain.json import Json
from tests.integration.security.people import administrators_token, at, bearer, registered
from tests.integration.system.openapi_routes import Route, routes_of
from tests.running import RunningSystem

SEED: Final = 20_261_201
NEVER: Final = {
    "POST /api/me/deletion", "DELETE /api/sessions", "POST /api/auth/sign-out",
    "PUT /admin/api/offer", "POST /admin/api/offer/discover",
}  # fmt: skip
"""What would end the caller's session, or the others' models."""
RELAY: Final = (
    "/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/embeddings", "/v1/completions",
    "/v1/messages/count_tokens", "/v1/images/generations", "/v1/images/edits", "/v1/moderations",
    "/v1/audio/speech", "/v1/audio/transcriptions", "/v1beta/models/fake-echo:generateContent",
    "/v1beta/models/fake-echo:streamGenerateContent", "/v1beta/models/fake-echo:embedContent",
)  # fmt: skip
FIELDS: Final = (
    "model", "messages", "input", "prompt", "max_tokens", "stream", "tools", "tool_choice", "n",
    "contents", "system", "temperature", "stop", "response_format", "reasoning", "metadata",
)  # fmt: skip
TEXTS: Final = (
    "", " ", "x", "fake-echo", "\0", "\ud7ff", "\U0001f600", "a" * 300, "../..", "-1", "null",
    "2026-13-45T99:00:00Z", "{}", "[", "%00", "$ne", "user", "system", "auto", "json_object",
)  # fmt: skip
NUMBERS: Final = (0, -1, 1, 2**31, 2**63, -(2**64), 10**30, 0.5, -0.0, 1e308)
KINDS: Final = (
    "application/json", "application/json", "text/plain", "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded", "application/octet-stream", "",
)  # fmt: skip
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def anything(draw: Random, *, depth: int = 0) -> Json:
    kinds = "tnbo" if depth > 2 else "tnboald"
    match draw.choice(kinds):
        case "t":
            return draw.choice(TEXTS)
        case "n":
            return draw.choice(NUMBERS)
        case "b":
            return draw.choice((True, False, None))
        case "l" | "a":
            return [anything(draw, depth=depth + 1) for _ in range(draw.randrange(4))]
        case "d":
            return {draw.choice(FIELDS): anything(draw, depth=depth + 1) for _ in range(3)}
        case _:
            return {"role": draw.choice(TEXTS), "content": draw.choice(TEXTS), "type": "text"}


def body_for(draw: Random, least: Mapping[str, Json] | None, fields: Sequence[str]) -> Json:
    """Near what is wanted: one that is right, with some of it left out, changed or added."""
    if draw.random() < 0.1:
        return anything(draw)
    found: dict[str, Json] = dict(least or {})
    for _ in range(draw.randrange(1, 4)):
        if found and draw.random() < 0.3:
            del found[draw.choice(sorted(found))]
        else:
            found[draw.choice(fields or FIELDS)] = anything(draw)
    return found


@dataclass(frozen=True, slots=True)
class Target:
    client: httpx2.AsyncClient
    rights: Mapping[str, str]
    routes: Sequence[Route]


@pytest.fixture
async def targets(system: RunningSystem) -> AsyncGenerator[dict[str, Target]]:
    async with AsyncExitStack() as stack:
        chat = await stack.enter_async_context(at(system, "chat"))
        admin = await stack.enter_async_context(at(system, "admin"))
        relay = await stack.enter_async_context(at(system, "relay"))
        least = {"model": "fake-echo", "messages": [{"role": "user", "content": "x"}], "input": "x"}
        asked = [Route(method="POST", path=path, body=least, fields=FIELDS) for path in RELAY]
        yield {
            "chat": Target(chat, (await registered(chat)).rights, routes_of("chat")),
            "admin": Target(
                admin, bearer(await administrators_token(system, admin)), routes_of("admin")
            ),
            "relay": Target(relay, bearer(system.relay_key), asked),
        }


async def sent(target: Target, route: Route, draw: Random) -> httpx2.Response:
    path = route.path
    for name in ("{id}", "{message_id}", "{version}", "{subject}"):
        path = path.replace(name, draw.choice(("x", "0honp50wvwdmf9x3eyv1tdtojm", "%00", "user")))
    path = path.replace("{", "").replace("}", "")
    content = json.dumps(body_for(draw, route.body, route.fields)).encode()
    if draw.random() < 0.1:
        content = draw.randbytes(50)
    method = route.method if draw.random() < 0.9 else draw.choice(METHODS)
    params = {
        draw.choice(("q", "limit", "cursor", "from", "to", "by", "state")): draw.choice(TEXTS)
    }
    headers = {**target.rights, "content-type": draw.choice(KINDS)}
    return await target.client.request(
        method, path, content=content, params=params, headers=headers
    )


def is_told(reply: httpx2.Response) -> bool:
    """In an envelope with words, as the dialect of the path has it."""
    if reply.status_code < 400 or reply.request.method == "HEAD":
        return True
    told: Json = reply.json()
    problem = told.get("error") if isinstance(told, dict) else None
    return isinstance(problem, dict) and bool(problem["message"])


@pytest.mark.parametrize("service", ["chat", "admin", "relay"])
@pytest.mark.parametrize(
    "rounds", [1, pytest.param(90, marks=pytest.mark.long)], ids=["once", "often"]
)
async def test_rel_02_every_route_answers_whatever_is_sent(
    system: RunningSystem, targets: Mapping[str, Target], service: str, rounds: int
) -> None:
    draw, target, pid = Random(SEED), targets[service], system.part(service).pid  # noqa: S311 - a test's
    log = system.home / "logs" / f"{service}.log"
    before = log.stat().st_size
    routes = [route for route in target.routes if route.name not in NEVER]

    wrong: list[str] = []
    for _ in range(rounds * (6 if service == "relay" else 1)):
        for route in routes:
            reply = await sent(target, route, draw)
            if reply.status_code >= 500 or not is_told(reply):
                wrong.append(f"{route.name}: {reply.status_code} {reply.text[:200]}")

    noted = log.read_bytes()[before:].decode()
    assert wrong == []
    assert system.part(service).pid == pid
    assert "Traceback" not in noted
